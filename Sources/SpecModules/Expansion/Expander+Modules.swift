import Diagnostics
import SpecSyntax

extension Expander {
    /// What the kind of a step stands for.
    enum Meaning {
        case layer, join, repetition, auxiliary
        case module(ModuleDefinition)
        /// Nothing, or something with a mistake: it is reported already.
        case unknown
    }

    /// What a step stands for; where there is nothing of its kind, what was most likely meant.
    func meaning(of step: Step, in scope: Scope, _ context: FieldContext) -> (step: Step, meaning: Meaning) {
        if let meaning = meaning(of: step.kind, in: scope) { return (step, meaning) }
        switch library.match(step.kind, in: scope.file) {
        case .one(let module):
            references.resolved(.module, step.kindSpan, to: module.nameSpan)
            return (step, .module(module))
        case .invalid: return (step, .unknown)
        case .several(let modules):
            context.report(ambiguous(step, modules))
            return (step, .unknown)
        case .none: return guess(step, in: scope, context)
        }
    }

    /// Nil for what is no part of the language itself.
    private func meaning(of kind: String, in scope: Scope) -> Meaning? {
        switch (vocabulary.inputs[kind], kind) {
        case (.one, _): .layer
        case (.several, _): .join
        case (nil, RepeatStep.kind): .repetition
        case (nil, AuxiliaryStep.kind): .auxiliary
        default: nil
        }
    }

    private func guess(_ step: Step, in scope: Scope, _ context: FieldContext) -> (step: Step, meaning: Meaning) {
        guard library.isComplete else { return (step, .unknown) }
        let names =
            step.kind.contains("/")
            ? library.qualifiedNames(in: scope.file)
            : vocabulary.inputs.keys.sorted() + Step.otherKinds + library.names(in: scope.file)
        let meant: String?
        let help: Remedy?
        switch vocabulary.meaning(ofForeign: step.kind) {
        case .same(let kind): (meant, help) = (kind, nil)
        case .nothing(let words): (meant, help) = (nil, Remedy(words))
        case nil:
            meant = nearestName(to: step.kind, among: names)
            // `relu7` for `relu6`: whether the number or the name is wrong is not to be told.
            let hasOtherNumber = meant.map { $0.filter(\.isNumber) != step.kind.filter(\.isNumber) } ?? false
            help = hasOtherNumber ? meant.map { "write `\($0)`, if that is meant" } : nil
        }
        context.report(unknownKind(step, meant: meant, in: scope, help: help))
        guard let meant else { return (step, .unknown) }
        if let meaning = meaning(of: meant, in: scope) { return (step.corrected(to: meant), meaning) }
        guard case .one(let module) = library.match(meant, in: scope.file) else { return (step, .unknown) }
        return (step.corrected(to: meant), .module(module))
    }

    /// Expands the steps of a module, with the values that a use gives to its parameters.
    mutating func use(
        _ module: ModuleDefinition, by step: Step, named name: String, from input: LayerSource, in scope: Scope,
        _ substitution: Substitution
    ) -> Scope.Part {
        let path = scope.prefix + name
        if let first = scope.modules.firstIndex(of: module.identity) {
            let cycle = scope.modules[first...]
            if knownCycles.insert(Set(cycle)).inserted { substitution.context.report(usesItself(Array(cycle), step)) }
            return unknown()
        }
        guard scope.depth < Self.deepestNesting else {
            substitution.context.report(tooDeep(at: step.kindSpan))
            return unknown()
        }
        let note = Diagnostic.Note("in `\(path)`, a use of `\(module.name)`", at: step.kindSpan)
        let inside = { environment in
            Scope(
                prefix: path + "/", input: input, inputPlace: module.nameSpan, environment: environment,
                file: module.file,
                trace: [note] + scope.trace, modules: scope.modules + [module.identity], depth: scope.depth + 1,
                auxiliary: scope.auxiliary, lints: scope.lints(with: step))
        }
        var own = Environment(owner: .module(module.name))
        if module.asksForArrivingShape { own.arriving = arrivingShape(of: input) }
        let binding = ArgumentBinding(
            module, use: step, at: path, in: scope, own: own, inside: inside, substitution)
        guard let environment = binding.environment else { return unknown() }
        var inner = inside(environment)
        expectations += binding.expectations(on: input, trace: inner.trace, substitution)
        let first = layers.count
        let output = chain(module.steps.sequence ?? [], from: input, in: &inner, branch: nil)
        modules.append(
            ExpandedModule(
                path: path, module: module.name, span: step.kindSpan, body: scope.environment.owner.module,
                arguments: binding.arguments, layers: first..<layers.count, output: output))
        return Scope.Part(output: output, inner: inner.parts)
    }
}
