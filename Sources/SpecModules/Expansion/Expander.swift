package import Diagnostics
package import SpecSyntax

/// Turns a list of steps into a flat list of layers: modules are replaced by their layers, names by sources.
///
/// Names: a step without `name` is called after its branch when it is the branch's last, else after its layer; a number
/// keeps a second one apart. Branches share the names of the network or module around them.
package struct Expander {
    /// Layers and uses of modules beyond this are refused, so that modules of modules of modules cannot fill the memory.
    package static let mostLayers = 20_000
    static let deepestNesting = 32

    let library: ModuleLibrary
    let vocabulary: LayerVocabulary
    let collector: DiagnosticCollector
    let nearbyLibraries: NearbyLibraries
    let references: ReferenceCollector
    /// The network's input, channels first; nil where a mistake keeps it from being known.
    let inputShape: [Int]?
    var layers: [ExpandedLayer] = []
    /// Of the first layers, as far as something asked for them.
    var shapes: [[Int]?] = []
    var modules: [ExpandedModule] = []
    var auxiliaries: [ExpandedAuxiliary] = []
    var expectations: [Expectation] = []
    var knownCycles: Set<Set<ModuleDefinition.Identity>> = []
    private(set) var stepCount = 0
    private(set) var isExhausted = false
    private var isWhole = true

    /// Expands the steps of a network; the mistakes are in `collector`, and what has none is in the result.
    ///
    /// - Parameters:
    ///   - steps: nil where there are none to expand, because of a mistake.
    ///   - sources: for libraries that could be included.
    ///   - inputShape: the network's input, channels first; nil where it is not known.
    ///   - inputPlace: where the spec says what arrives at the network.
    ///   - constants: what `${…}` may name in the network itself.
    ///   - invalidConstants: constants that the spec has, but with a mistake.
    package static func expand(
        _ steps: SyntaxNode?, library: ModuleLibrary, vocabulary: LayerVocabulary, sources: SourceProvider,
        inputShape: [Int]? = nil, inputPlace: SourceSpan? = nil, constants: [SyntaxNode.Entry],
        invalidConstants: Set<String> = [],
        references: ReferenceCollector = ReferenceCollector(), into collector: DiagnosticCollector
    ) -> ExpandedNetwork {
        var expander = Expander(
            library: library, vocabulary: vocabulary, sources: sources, references: references, inputShape: inputShape,
            collector: collector)
        var environment = constants.reduce(Environment(invalid: invalidConstants, owner: .spec)) {
            let value = $1.value.withProvenance(Provenance(place: .field($1.key)))
            return $0.with($1.key, .value(value), declaredAt: $1.keySpan)
        }
        environment.arriving = ArrivingShape(inputShape, from: inputPlace)
        var scope = Scope(
            prefix: "", input: .input, inputPlace: inputPlace, environment: environment, file: ModuleLibrary.spec)
        let output = expander.chain(steps?.sequence ?? [], from: .input, in: &scope, branch: nil)
        return ExpandedNetwork(
            layers: expander.layers, modules: expander.modules, auxiliaries: expander.auxiliaries,
            expectations: expander.expectations, output: output, isWhole: expander.isWhole && steps != nil)
    }

    private init(
        library: ModuleLibrary, vocabulary: LayerVocabulary, sources: SourceProvider, references: ReferenceCollector,
        inputShape: [Int]?, collector: DiagnosticCollector
    ) {
        self.library = library
        self.vocabulary = vocabulary
        nearbyLibraries = NearbyLibraries(in: sources)
        self.references = references
        self.inputShape = inputShape
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
            if collector.isFull { return unknown().output }
        }
        return current
    }

    private mutating func step(
        _ node: SyntaxNode, from previous: LayerSource, in scope: inout Scope, defaultName: String?
    ) -> LayerSource {
        let context = FieldContext(collector: collector, trace: scope.trace)
        let substitution = Substitution(environment: scope.environment, context: context, references: references)
        if let (name, given) = scope.environment.layers(placedBy: node) {
            substitution.resolveNames(in: node)
            return place(given, called: name, at: node, from: previous, in: &scope, defaultName: defaultName)
        }
        guard let written = Step(node, substitution: substitution) else {
            if let name = node.announcedName { scope.define(name, .unknown, at: node.span) }
            return unknown().output
        }
        guard countStep(at: written.kindSpan, context) else { return unknown().output }
        let (step, meaning) = meaning(of: written, in: scope, context)
        if let misfit = step.misfit {
            if case .unknown = meaning {} else if !step.isGuess { context.report(misfit) }
            return unknown().output
        }
        let sources =
            step.hasInvalidFrom
            ? [unknown().output] : step.from.map { source($0.name, at: $0.span, of: step, in: scope, context) }
        let name = name(of: step, default: defaultName, in: &scope, context)
        if case .auxiliary = meaning {
            scope.define(name, Scope.Part(output: .unknown, isAuxiliary: true), at: step.place)
            guard step.isThere ?? true else { return previous }
            let source = input(of: step, sources, previous: previous, context)
            var part = auxiliary(step, named: name, from: source, in: scope, substitution)
            part.isAuxiliary = true
            scope.define(name, part, at: step.place)
            return previous
        }
        let part: Scope.Part
        switch meaning {
        case _ where step.isThere == nil: part = unknown()
        case _ where step.isThere == false: part = Scope.Part(output: sources.first ?? previous)
        case .join:
            part = join(step, named: name, from: previous, sources: sources, in: &scope, context)
        case .layer:
            let fields = substitution.apply(step.fields)
            let input = input(of: step, sources, previous: previous, context)
            part = layer(step, named: name, fields: fields, from: [input], in: scope)
        case .module(let module):
            let input = input(of: step, sources, previous: previous, context)
            part = use(module, by: step, named: name, from: input, in: scope, substitution)
        case .repetition:
            let input = input(of: step, sources, previous: previous, context)
            part = iterations(of: step, named: name, from: input, in: &scope, substitution)
        case .auxiliary, .unknown:
            part = unknown()
        }
        scope.define(name, part, at: step.place)
        return part.output
    }

    /// Counts a step, unless there are too many of them, which is reported once.
    mutating func countStep(at span: SourceSpan, _ context: FieldContext) -> Bool {
        stepCount += 1
        guard stepCount > Self.mostLayers else { return true }
        if !isExhausted { context.report(tooManyLayers(at: span)) }
        isExhausted = true
        return false
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

    private func name(
        of step: Step, default branch: String?, in scope: inout Scope, _ context: FieldContext
    ) -> String {
        guard let (text, span) = step.name else {
            let wanted = branch.flatMap { isLayerName($0) ? $0 : nil } ?? step.kindWithoutLibrary
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
        if let found = scope[name] {
            if let place = found.place { references.resolved(.source, span, to: place) }
            return found.output
        }
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
