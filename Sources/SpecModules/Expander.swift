package import Diagnostics
package import SpecSyntax

/// Turns a list of steps into a flat list of layers: modules are replaced by their layers, names by sources.
///
/// Names: a step without `name` is called after its branch when it is the branch's last, else after its layer; a number
/// keeps a second one apart. Branches share the names of the network or module around them.
package struct Expander {
    /// Layers and uses of modules beyond this are refused, so that modules of modules of modules cannot fill the memory.
    package static let mostLayers = 20_000
    private static let deepestNesting = 32

    private let library: ModuleLibrary
    private let vocabulary: LayerVocabulary
    private let collector: DiagnosticCollector
    private(set) var layers: [ExpandedLayer] = []
    private var modules: [ExpandedModule] = []
    var auxiliaries: [ExpandedAuxiliary] = []
    private var expectations: [Expectation] = []
    private var stepCount = 0
    private var isExhausted = false
    private var knownCycles: Set<Set<String>> = []
    private var isWhole = true

    /// Expands the steps of a network; the mistakes are in `collector`, and what has none is in the result.
    ///
    /// - Parameters:
    ///   - steps: nil where there are none to expand, because of a mistake.
    ///   - constants: what `${…}` may name in the network itself.
    ///   - spoiledConstants: constants that the spec has, but with a mistake.
    package static func expand(
        _ steps: SyntaxNode?, library: ModuleLibrary, vocabulary: LayerVocabulary, constants: [String: SyntaxNode],
        spoiledConstants: Set<String> = [], into collector: DiagnosticCollector
    ) -> ExpandedNetwork {
        var expander = Expander(library: library, vocabulary: vocabulary, collector: collector)
        var scope = Scope(
            prefix: "", input: .input,
            environment: Environment(values: constants, spoiled: spoiledConstants, owner: "the spec"), trace: [],
            modules: [])
        let output = expander.chain(steps?.sequence ?? [], from: .input, in: &scope, branch: nil)
        return ExpandedNetwork(
            layers: expander.layers, modules: expander.modules, auxiliaries: expander.auxiliaries,
            expectations: expander.expectations, output: output, isWhole: expander.isWhole && steps != nil)
    }

    private init(library: ModuleLibrary, vocabulary: LayerVocabulary, collector: DiagnosticCollector) {
        self.library = library
        self.vocabulary = vocabulary
        self.collector = collector
    }

    /// Expands steps one after the other; the output of the last that is in the chain.
    mutating func chain(
        _ steps: [SyntaxNode], from start: LayerSource, in scope: inout Scope, branch: String?
    ) -> LayerSource {
        var current = start
        for node in steps { node.announcedName.map { scope.announce($0) } }
        let last = steps.lastIndex { !$0.isAuxiliary }
        for (position, node) in steps.enumerated() {
            current = step(node, from: current, in: &scope, defaultName: position == last ? branch : nil)
            if isExhausted { break }
        }
        return current
    }

    private mutating func step(
        _ node: SyntaxNode, from previous: LayerSource, in scope: inout Scope, defaultName: String?
    ) -> LayerSource {
        let context = FieldContext(collector: collector, trace: scope.trace)
        let substitution = Substitution(environment: scope.environment, context: context)
        guard let written = Step(node, substitution: substitution) else {
            if let name = node.announcedName { scope.define(name, .unknown) }
            return unknown().output
        }
        let step = recognised(written, context)
        stepCount += 1
        guard stepCount <= Self.mostLayers else {
            if !isExhausted { context.report(tooManyLayers(step)) }
            isExhausted = true
            return unknown().output
        }
        let sources =
            step.hasSpoiledFrom
            ? [unknown().output] : step.from.map { source($0.name, at: $0.span, of: step, in: scope, context) }
        let name = name(of: step, default: defaultName, in: &scope, context)
        if step.kind == AuxiliaryStep.kind {
            scope.define(name, .auxiliary)
            let source = input(of: step, sources, previous: previous, context)
            auxiliary(step, named: name, from: source, in: scope, substitution)
            return previous
        }
        let part: Scope.Part
        switch (vocabulary.inputs[step.kind], library[step.kind]) {
        case _ where library.isSpoiled(step.kind):
            part = unknown()
        case (.several, _):
            part = join(step, named: name, from: previous, sources: sources, in: &scope, context)
        case (.one, _):
            let fields = substitution.apply(step.fields)
            let input = input(of: step, sources, previous: previous, context)
            part = layer(step, named: name, fields: fields, from: [input], in: scope)
        case (nil, let module?):
            let input = input(of: step, sources, previous: previous, context)
            part = use(module, by: step, named: name, from: input, in: scope, substitution)
        case (nil, nil):
            part = unknown()
        }
        scope.define(name, part)
        return part.output
    }

    /// The step itself if there is a layer or module of its kind, else with the kind most likely meant.
    private func recognised(_ step: Step, _ context: FieldContext) -> Step {
        let isKnown =
            vocabulary.inputs[step.kind] != nil || Step.otherKinds.contains(step.kind) || library[step.kind] != nil
            || library.isSpoiled(step.kind)
        guard !isKnown, library.isComplete else { return step }
        let known = vocabulary.inputs.keys.sorted() + Step.otherKinds + library.names
        let meant = nearestName(to: step.kind, among: known)
        context.report(unknownKind(step, meant: meant))
        return meant.map(step.corrected) ?? step
    }

    /// What becomes of a step with a mistake.
    @discardableResult
    mutating func unknown() -> Scope.Part {
        isWhole = false
        return .unknown
    }

    /// The one input of a step that takes no more.
    private mutating func input(
        of step: Step, _ sources: [LayerSource], previous: LayerSource, _ context: FieldContext
    ) -> LayerSource {
        guard sources.count > 1 else { return sources.first ?? previous }
        context.report(oneInput(step))
        return unknown().output
    }

    private mutating func layer(
        _ step: Step, named name: String, fields: (entries: [SyntaxNode.Entry], spoiled: Set<String>),
        from sources: [LayerSource], in scope: Scope
    ) -> Scope.Part {
        layers.append(
            ExpandedLayer(
                path: scope.prefix + name, kind: step.kind, kindSpan: step.kindSpan, isGuess: step.isGuess,
                fields: fields.entries, spoiledFields: fields.spoiled, sources: sources, trace: scope.trace))
        return Scope.Part(output: .layer(layers.count - 1))
    }

    /// A layer of several inputs: those that `from` lists, or the outputs of its branches.
    private mutating func join(
        _ step: Step, named name: String, from previous: LayerSource, sources: [LayerSource], in scope: inout Scope,
        _ context: FieldContext
    ) -> Scope.Part {
        let branches = step.fields.filter { $0.value.sequence != nil }
        let others = step.fields.filter { $0.value.sequence == nil }
        for entry in others { context.report(branchForm(entry, of: step)) }
        if !branches.isEmpty, sources.count > 1 { context.report(branchesAndFrom(step)) }
        let start = sources.first ?? previous
        var inputs = branches.isEmpty ? sources : []
        for branch in branches {
            inputs.append(chain(branch.value.sequence ?? [], from: start, in: &scope, branch: branch.key))
            if isExhausted { return unknown() }
        }
        if inputs.count < 2, others.isEmpty, !step.hasSpoiledFrom { context.report(tooFewInputs(step, inputs.count)) }
        guard inputs.count >= 2, others.isEmpty else { return unknown() }
        return layer(step, named: name, fields: ([], []), from: inputs, in: scope)
    }

    private mutating func use(
        _ module: ModuleDefinition, by step: Step, named name: String, from input: LayerSource, in scope: Scope,
        _ substitution: Substitution
    ) -> Scope.Part {
        let path = scope.prefix + name
        if let first = scope.modules.firstIndex(of: module.name) {
            let cycle = scope.modules[first...]
            if knownCycles.insert(Set(cycle)).inserted { substitution.context.report(usesItself(Array(cycle), step)) }
            return unknown()
        }
        guard scope.modules.count < Self.deepestNesting else {
            substitution.context.report(tooDeep(step))
            return unknown()
        }
        let binding = ArgumentBinding(module, use: step, substitution: substitution)
        guard let environment = binding.environment else { return unknown() }
        let note = Diagnostic.Note("in `\(path)`, a use of `\(module.name)`", at: step.kindSpan)
        var inner = Scope(
            prefix: path + "/", input: input, environment: environment, trace: [note] + scope.trace,
            modules: scope.modules + [module.name], auxiliary: scope.auxiliary)
        expectations += binding.expectations(on: input, trace: inner.trace, context: substitution.context)
        let first = layers.count
        let output = chain(module.steps.sequence ?? [], from: input, in: &inner, branch: nil)
        modules.append(
            ExpandedModule(
                path: path, module: module.name, arguments: binding.arguments, layers: first..<layers.count,
                output: output))
        return Scope.Part(output: output, inner: inner.parts)
    }

    private func name(
        of step: Step, default branch: String?, in scope: inout Scope, _ context: FieldContext
    ) -> String {
        guard let (text, span) = step.name else {
            let wanted = branch.flatMap { isName($0) && $0 != "input" ? $0 : nil } ?? step.kind
            return scope.takeFree(wanted, at: step.kindSpan)
        }
        if let first = scope.take(text, at: span) {
            context.report(duplicateName(text, at: span, first: first))
            return scope.takeFree(text, at: span)
        }
        return text
    }

    private mutating func source(
        _ name: String, at span: SourceSpan, of step: Step, in scope: Scope, _ context: FieldContext
    ) -> LayerSource {
        if let source = scope[name] { return source }
        context.report(danglingName(name, at: span, of: step, in: scope))
        return unknown().output
    }
}

extension SyntaxNode {
    /// The name that a step gives itself, even where its fields stand beside its kind.
    fileprivate var announcedName: String? {
        guard let entries = mapping, let first = entries.first else { return nil }
        return (entries.count == 1 ? first.value : self)["name"]?.scalar?.text
    }
}

extension Expander {
    private func unknownKind(_ step: Step, meant: String?) -> Diagnostic {
        Diagnostic(
            "unknown-layer", "there is no layer or module `\(abbreviated(step.kind))`", at: step.kindSpan,
            help: meant.map { "write `\($0)`" }
                ?? "the layers are \(vocabulary.inputs.keys.sorted().map { "`\($0)`" }.joined(separator: ", "))"
                + (library.names.isEmpty
                    ? "; no modules are included"
                    : "; the modules are \(library.names.map { "`\($0)`" }.joined(separator: ", "))"))
    }

    private func danglingName(_ name: String, at span: SourceSpan, of step: Step, in scope: Scope) -> Diagnostic {
        let reason: String
        var help: String?
        if name == step.name?.text {
            reason = "`\(name)` is this one itself"
        } else if let auxiliary = scope.auxiliary(on: name) {
            reason = "`\(auxiliary)` is an auxiliary classifier, which nothing can read"
            help = "name the layer that `\(auxiliary)` branches off"
        } else if scope.isTaken(name) {
            reason = "`\(name)` is not finished here"
        } else if scope.isAnnounced(name) {
            reason = "`\(name)` comes later"
            help = "move one of the two"
        } else {
            reason = "there is no `\(abbreviated(name))` before this one"
            help = scope.nearest(to: name).map { "write `\($0)`" } ?? scope.reach
        }
        return Diagnostic("unknown-source", "`from` must name an earlier layer, and \(reason)", at: span, help: help)
    }

    private func duplicateName(_ name: String, at span: SourceSpan, first: SourceSpan) -> Diagnostic {
        Diagnostic(
            "duplicate-name", "a name must stand for one layer, and `\(name)` is taken", at: span,
            help: "choose another name", notes: [.init("it was taken here", at: first)])
    }

    private func oneInput(_ step: Step) -> Diagnostic {
        Diagnostic(
            "input-count", "`\(step.kind)` takes one input, and `from` names \(step.from.count)",
            at: step.from[1].span, help: "join them with `concat` or `add` first")
    }

    private func tooFewInputs(_ step: Step, _ count: Int) -> Diagnostic {
        Diagnostic(
            "input-count", "`\(step.kind)` joins two inputs or more, and has \(count)", at: step.kindSpan,
            help: "give it branches, `\(step.kind): {left: […], right: […]}`, or name its inputs, `from: [a, b]`")
    }

    private func branchForm(_ entry: SyntaxNode.Entry, of step: Step) -> Diagnostic {
        let meant = nearestName(to: entry.key, among: ["name", "from"])
        return Diagnostic(
            "branch-form",
            "the branch `\(abbreviated(entry.key))` of `\(step.kind)` must be a list of layers, "
                + "found \(entry.value.foundText)", at: entry.keySpan,
            help: meant.map { "write `\($0)`" } ?? "write `\(entry.key): [{…}]`; `[]` passes the input on")
    }

    private func branchesAndFrom(_ step: Step) -> Diagnostic {
        Diagnostic(
            "input-count", "branches begin at one layer, and `from` names \(step.from.count)", at: step.from[1].span,
            help: "name one layer in `from`, or leave the branches out")
    }

    private func usesItself(_ cycle: [String], _ step: Step) -> Diagnostic {
        Diagnostic(
            "module-cycle",
            "a module must not use itself, and `\(step.kind)` does: \((cycle + [step.kind]).joined(separator: " → "))",
            at: step.kindSpan)
    }

    private func tooDeep(_ step: Step) -> Diagnostic {
        Diagnostic("too-deep", "modules must not nest deeper than \(Self.deepestNesting)", at: step.kindSpan)
    }

    private func tooManyLayers(_ step: Step) -> Diagnostic {
        Diagnostic(
            "too-many-layers", "a network must have at most \(Self.mostLayers) layers and uses of modules",
            at: step.kindSpan)
    }
}
