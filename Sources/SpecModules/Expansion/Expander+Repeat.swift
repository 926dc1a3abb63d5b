import Diagnostics
import SpecSyntax

extension Expander {
    /// Expands the steps of a `repeat`, once for each iteration, each fed by the one before it. An iteration has names of its own, below
    /// `name_1`, `name_2`, …, and sees those around the `repeat`. The whole can be named too: it is its last iteration.
    mutating func iterations(
        of step: Step, named name: String, from source: LayerSource, in scope: inout Scope, _ substitution: Substitution
    ) -> Scope.Part {
        guard let fields = repeatFields(of: step, in: scope, substitution) else {
            let steps = step.fields.first { $0.key == "network" }?.value.steps ?? []
            // What its names stand for is not known, and they are names all the same.
            var environment = scope.environment
            environment.invalid.formUnion(step.namesForIterations)
            var inner = Scope(around: scope, prefix: scope.prefix + name + "/", environment: environment)
            _ = chain(steps, from: source, in: &inner, branch: nil)
            return unknown()
        }
        var current = source
        for iteration in stride(from: 1, through: fields.times, by: 1) {
            let iterationName = self.iterationName(name, iteration, of: step, in: &scope, substitution.context)
            let part = self.iteration(iteration, of: fields, named: iterationName, step, from: current, in: scope)
            scope.define(iterationName, part, at: step.place)
            current = part.output
            if isExhausted { return unknown() }
        }
        return Scope.Part(output: current)
    }

    private mutating func iteration(
        _ number: Int, of fields: RepeatStep, named name: String, _ step: Step, from source: LayerSource,
        in scope: Scope
    ) -> Scope.Part {
        let path = scope.prefix + name
        let environment = fields.environment(ofTurn: number, around: scope.environment)
        let note = Diagnostic.Note("in `\(path)`, iteration \(number) of \(fields.times)", at: step.kindSpan)
        var inner = Scope(
            around: scope, prefix: path + "/", environment: environment, note: note, lints: scope.lints(with: step))
        let (first, known) = (layers.count, stepCount)
        let output = chain(fields.steps.sequence ?? [], from: source, in: &inner, branch: nil)
        // Turns without steps would otherwise take time and leave nothing to count.
        if stepCount == known {
            _ = countStep(at: step.kindSpan, FieldContext(collector: collector, trace: scope.trace))
        }
        modules.append(
            ExpandedModule(
                path: path, module: step.kind, span: step.kindSpan, body: scope.environment.owner.module, arguments: [],
                layers: first..<layers.count,
                output: output))
        return Scope.Part(output: output, inner: inner.parts)
    }

    /// The name of an iteration; one that something else has taken is reported.
    private func iterationName(
        _ name: String, _ iteration: Int, of step: Step, in scope: inout Scope, _ context: FieldContext
    ) -> String {
        let wanted = "\(name)_\(iteration)"
        let span = step.name?.span ?? step.kindSpan
        guard step.name != nil, let first = scope.take(wanted, at: span) else {
            return step.name == nil ? scope.takeFree(wanted, at: span) : wanted
        }
        context.report(duplicateName(wanted, at: span, first: first))
        return scope.takeFree(wanted, at: span)
    }

    /// Nil after a mistake. The steps keep their `${…}`, which each iteration replaces by its own values.
    private func repeatFields(of step: Step, in scope: Scope, _ substitution: Substitution) -> RepeatStep? {
        let (entries, invalid) = substitution.apply(step.fields, except: ["network"])
        let context = step.isGuess ? FieldContext.silent : substitution.context
        let reading = FieldReader.read(
            entries, of: step.kind, at: step.kindSpan, context: context, invalid: invalid, besides: Step.commonFields,
            by: RepeatStep.read)
        guard let fields = reading?.product else { return nil }
        var known = Set(scope.environment.names)
        let names = fields.lists.map { ($0.key, $0.keySpan) } + (fields.index.map { [($0.name, $0.span)] } ?? [])
        guard let (name, span) = names.first(where: { !known.insert($0.0).inserted }) else { return fields }
        context.report(
            Diagnostic(
                .duplicateName, "an index must have a name of its own, and `${\(name)}` is known here already",
                at: span, help: "choose another name"))
        return nil
    }
}

extension Step {
    /// The names that a `repeat` gives to `${…}`, whatever else is wrong with them.
    fileprivate var namesForIterations: [String] {
        fields.flatMap { field -> [String] in
            switch field.key {
            case "for": field.value.mapping?.map(\.key) ?? []
            case "index": field.value.scalar.map { [$0.text] } ?? []
            default: []
            }
        }
    }
}

extension RepeatStep {
    /// What is known in an iteration, counted from 1: what is known around it, the iteration's number and its values.
    fileprivate func environment(ofTurn number: Int, around outer: Environment) -> Environment {
        let numbered = index.map { outer.with($0.name, .number(number), declaredAt: $0.span) } ?? outer
        return lists.reduce(numbered) { environment, list in
            guard let values = list.value.sequence, values.indices.contains(number - 1) else { return environment }
            return environment.with(list.key, .value(values[number - 1]), declaredAt: list.keySpan)
        }
    }
}

extension Scope {
    /// The scope of a list of steps with names of its own, which can name all that is known around it.
    ///
    /// - Parameter lints: what is said of lints around its steps; what the outer scope says if left out.
    init(
        around outer: Scope, prefix: String, environment: Environment, note: Diagnostic.Note? = nil,
        lints: [SyntaxNode]? = nil
    ) {
        self.init(
            prefix: prefix, input: outer.input, inputPlace: outer.inputPlace, environment: environment,
            file: outer.file,
            trace: (note.map { [$0] } ?? []) + outer.trace, modules: outer.modules, depth: outer.depth,
            auxiliary: outer.auxiliary, lints: lints ?? outer.lints, outer: outer)
    }
}
