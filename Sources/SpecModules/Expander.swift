package import Diagnostics
package import SpecSyntax

/// Turns a list of steps into a flat list of layers: modules are replaced by their layers, names by sources.
///
/// Names: a step without `name` is called after its branch when it is the branch's last, else after its layer; a number
/// keeps a second one apart. Branches share the names of the network or module around them.
package struct Expander {
    /// Layers beyond this are refused, so that modules of modules of modules cannot fill the memory.
    package static let mostLayers = 100_000
    private static let deepestNesting = 64

    private let library: ModuleLibrary
    private let vocabulary: LayerVocabulary
    private let collector: DiagnosticCollector
    private var layers: [ExpandedLayer] = []
    private var modules: [ExpandedModule] = []
    private var expectations: [Expectation] = []
    private var isExhausted = false

    /// - Parameter constants: what `${…}` may name in the network itself.
    package static func expand(
        _ steps: SyntaxNode, library: ModuleLibrary, vocabulary: LayerVocabulary, constants: [String: SyntaxNode],
        into collector: DiagnosticCollector
    ) -> ExpandedNetwork {
        var expander = Expander(library: library, vocabulary: vocabulary, collector: collector)
        var scope = Scope(
            prefix: "", input: .input, environment: Environment(values: constants, owner: "the spec"), trace: [],
            modules: [])
        _ = expander.chain(steps.sequence ?? [], from: .input, in: &scope, branch: nil)
        return ExpandedNetwork(
            layers: expander.layers, modules: expander.modules, expectations: expander.expectations)
    }

    private init(library: ModuleLibrary, vocabulary: LayerVocabulary, collector: DiagnosticCollector) {
        self.library = library
        self.vocabulary = vocabulary
        self.collector = collector
    }

    /// Expands steps one after the other; the output of the last.
    private mutating func chain(
        _ steps: [SyntaxNode], from start: LayerSource, in scope: inout Scope, branch: String?
    ) -> LayerSource {
        var current = start
        for (position, node) in steps.enumerated() {
            let isLast = position == steps.count - 1
            current = step(node, from: current, in: &scope, defaultName: isLast ? branch : nil)
            if isExhausted { break }
        }
        return current
    }

    private mutating func step(
        _ node: SyntaxNode, from previous: LayerSource, in scope: inout Scope, defaultName: String?
    ) -> LayerSource {
        let context = FieldContext(collector: collector, trace: scope.trace)
        let substitution = Substitution(environment: scope.environment, context: context)
        guard let step = Step(node, substitution: substitution) else { return previous }
        let sources = step.from.map { source($0.name, at: $0.span, in: scope, context) }
        let inputs = vocabulary.inputs[step.kind]
        guard inputs != nil || library[step.kind] != nil else {
            context.report(unknownKind(step))
            return previous
        }
        let name = name(of: step, default: defaultName, in: &scope, context)
        let output: LayerSource
        if inputs == .several {
            output = join(step, named: name, from: previous, sources: sources, in: &scope, context)
        } else {
            if sources.count > 1 { context.report(oneInput(step)) }
            let input = sources.first ?? previous
            if let module = library[step.kind] {
                output = use(module, by: step, named: name, from: input, in: &scope, substitution)
            } else {
                output = layer(
                    step, named: name, fields: step.fields.map(substitution.apply), from: [input], in: scope)
            }
        }
        scope.define(name, output)
        return output
    }

    private mutating func layer(
        _ step: Step, named name: String, fields: [SyntaxNode.Entry], from sources: [LayerSource], in scope: Scope
    ) -> LayerSource {
        if layers.count == Self.mostLayers {
            if !isExhausted { collector.report(tooManyLayers(step).adding(notes: scope.trace)) }
            isExhausted = true
            return sources.first ?? .input
        }
        layers.append(
            ExpandedLayer(
                path: scope.prefix + name, kind: step.kind, kindSpan: step.kindSpan, fields: fields, sources: sources,
                trace: scope.trace))
        return .layer(layers.count - 1)
    }

    /// A layer of several inputs: those that `from` lists, or the outputs of its branches.
    private mutating func join(
        _ step: Step, named name: String, from previous: LayerSource, sources: [LayerSource], in scope: inout Scope,
        _ context: FieldContext
    ) -> LayerSource {
        let branches = step.fields.filter { $0.value.sequence != nil }
        let others = step.fields.filter { $0.value.sequence == nil }
        for entry in others { context.report(branchForm(entry, of: step)) }
        if !branches.isEmpty, !step.from.isEmpty {
            if step.from.count > 1 { context.report(branchesAndFrom(step)) }
        }
        let start = step.from.count == 1 && !branches.isEmpty ? sources[0] : previous
        var inputs = branches.isEmpty ? sources : []
        for branch in branches {
            inputs.append(chain(branch.value.sequence ?? [], from: start, in: &scope, branch: branch.key))
            if isExhausted { return start }
        }
        if inputs.count < 2, others.isEmpty { context.report(tooFewInputs(step, inputs.count)) }
        return layer(step, named: name, fields: [], from: inputs, in: scope)
    }

    private mutating func use(
        _ module: ModuleDefinition, by step: Step, named name: String, from input: LayerSource, in scope: inout Scope,
        _ substitution: Substitution
    ) -> LayerSource {
        guard !scope.modules.contains(module.name), scope.modules.count < Self.deepestNesting else {
            substitution.context.report(usesItself(module, step, scope))
            isExhausted = scope.modules.count >= Self.deepestNesting
            return input
        }
        let binding = ArgumentBinding(module, use: step, substitution: substitution)
        guard let environment = binding.environment else { return input }
        let note = Diagnostic.Note("in `\(scope.prefix)\(name)`, a `\(module.name)` used here", at: step.kindSpan)
        var inner = Scope(
            prefix: scope.prefix + name + "/", input: input, environment: environment, trace: [note] + scope.trace,
            modules: scope.modules + [module.name])
        expectations += binding.expectations(on: input, trace: inner.trace, context: substitution.context)
        let first = layers.count
        let output = chain(module.steps.sequence ?? [], from: input, in: &inner, branch: nil)
        modules.append(
            ExpandedModule(
                path: scope.prefix + name, module: module.name, arguments: binding.arguments,
                layers: first..<layers.count, output: output))
        for part in inner.order {
            if let output = inner[part] { scope.define("\(name)/\(part)", output) }
        }
        return output
    }

    private func name(
        of step: Step, default branch: String?, in scope: inout Scope, _ context: FieldContext
    ) -> String {
        guard let (text, span) = step.name else {
            let wanted = branch.flatMap { isName($0) && $0 != "input" ? $0 : nil } ?? step.kind
            let name = scope.free(wanted)
            _ = scope.take(name, at: step.kindSpan)
            return name
        }
        if let first = scope.take(text, at: span) {
            context.report(duplicateName(text, at: span, first: first))
            return scope.free(text)
        }
        return text
    }

    private func source(
        _ name: String, at span: SourceSpan, in scope: Scope, _ context: FieldContext
    ) -> LayerSource {
        if let source = scope[name] { return source }
        context.report(danglingName(name, at: span, in: scope))
        return .input
    }
}

extension Expander {
    private func unknownKind(_ step: Step) -> Diagnostic {
        let known = vocabulary.inputs.keys.sorted() + library.names
        let meant = nearestName(to: step.kind, among: known)
        return Diagnostic(
            "unknown-layer", "there is no layer or module `\(abbreviated(step.kind))`", at: step.kindSpan,
            help: meant.map { "write `\($0)`" }
                ?? "the layers are \(vocabulary.inputs.keys.sorted().map { "`\($0)`" }.joined(separator: ", "))"
                + (library.names.isEmpty
                    ? "; no modules are included"
                    : "; the modules are \(library.names.map { "`\($0)`" }.joined(separator: ", "))"))
    }

    private func danglingName(_ name: String, at span: SourceSpan, in scope: Scope) -> Diagnostic {
        let meant = nearestName(to: name, among: scope.order + ["input"])
        let comesLater = scope.taken[name] != nil
        return Diagnostic(
            "unknown-source",
            comesLater
                ? "`from` must name a layer that is finished before this one, and `\(abbreviated(name))` is not"
                : "`from` must name an earlier layer, and there is no `\(abbreviated(name))` before this one", at: span,
            help: meant.map { "write `\($0)`" })
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

    private func usesItself(_ module: ModuleDefinition, _ step: Step, _ scope: Scope) -> Diagnostic {
        scope.modules.contains(module.name)
            ? Diagnostic(
                "module-cycle",
                "a module must not use itself, and `\(module.name)` does: "
                    + "\((scope.modules + [module.name]).joined(separator: " → "))", at: step.kindSpan)
            : Diagnostic(
                "too-deep", "modules must not nest deeper than \(Self.deepestNesting)", at: step.kindSpan)
    }

    private func tooManyLayers(_ step: Step) -> Diagnostic {
        Diagnostic(
            "too-many-layers", "a network must have at most \(Self.mostLayers) layers", at: step.kindSpan)
    }
}
