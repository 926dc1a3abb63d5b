import Diagnostics
import SpecSyntax

/// A network as its file says it, in one of its states: the steps it becomes, what arrives, and what it is called.
struct NetReading: Sendable {
    let name: Located<String>?
    private(set) var draft: NetDraft
    /// The parameters that several of its layers may have.
    let shares: SharedParameters
    let input: PictureInput?
    /// Pictures of a batch of the test, for the number of test pictures.
    let testBatch: Int?
    let span: SourceSpan
    /// Whether nothing was left out for a mistake.
    let isWhole: Bool
}

extension NetReading {
    /// The same with shared parameters settled.
    func settlingShares(in layout: NetLayout) -> NetReading {
        var settled = self
        settled.draft = draft.settlingShares(shares, order: layout.order)
        return settled
    }

    /// - Parameters:
    ///   - message: a `NetParameter`.
    ///   - state: what a solver asks for, on top of what the network says itself.
    init(_ message: CheckedMessage, state: CheckedMessage? = nil, into collector: DiagnosticCollector) {
        let before = collector.diagnostics.count
        let layers = Self.layers(of: message, into: collector)
        checkRules(of: layers, into: collector)
        let training = NetState.training.merged(with: message.message("state")?.value).merged(with: state)
        let test = NetState.test.merged(with: message.message("state")?.value)
        var chosen = layers.filter(training.includes)
        let tested = layers.filter(test.includes)
        let inputs = message.texts("input")
        if inputs.isEmpty, !chosen.contains(where: \.isData), tested.contains(where: \.isData) { chosen = tested }
        let graph = BlobGraph(chosen, inputs: inputs, into: collector)
        let sources = Self.dataSources(chosen, inputs: inputs, graph)
        let isTrained = chosen.contains { $0.type.value == "SoftmaxWithLoss" }
        let input = Self.input(chosen, message, sources, into: collector)
        var translation = NetTranslation(
            graph, dataSources: sources, input: input, isTrained: isTrained, into: collector)
        translation.translate(chosen)
        if input == nil, !collector.hasErrors { collector.report(Self.withoutPictures(message)) }
        name = message.text("name")
        (draft, shares) = (translation.draft, translation.shares)
        span = message.span
        testBatch = tested.first(where: \.isData).flatMap {
            $0.message.parameters($0.dataField).integer("batch_size")?.value
        }
        self.input = input
        isWhole =
            translation.isWhole && input != nil && !message.hasMistakes
            && !collector.diagnostics[before...].contains { $0.severity == .error }
        if isWhole { Self.compare(chosen, with: tested, into: collector) }
    }

    private static func withoutPictures(_ message: CheckedMessage) -> Diagnostic {
        Diagnostic(
            .caffeInput, "a network must read pictures, and nothing here brings any", at: message.span.first,
            help: "add `layer { name: \"data\" type: \"Input\" top: \"data\" input_param { shape { dim: 1 dim: 3 "
                + "dim: 224 dim: 224 } } }`")
    }

    /// The layers in today's form; those with mistakes are left out.
    private static func layers(of message: CheckedMessage, into collector: DiagnosticCollector) -> [CaffeLayer] {
        let (new, old) = (message.messages("layer"), message.messages("layers"))
        if !new.isEmpty, let first = old.first {
            collector.report(
                Diagnostic(
                    .caffeVersion, "a network must have `layer` or, in the old form, `layers`, and this one has both",
                    at: first.nameSpan, help: "bring all to one form"))
            return []
        }
        return new.compactMap { CaffeLayer($0, into: collector) }
            + old.compactMap { CaffeLayer(old: $0, into: collector) }
    }

    /// What the network's inputs and the tops of its data layers are: labels where only losses and reports read them, and
    /// layers of types that are not known, which are refused by themselves; pictures otherwise.
    private static func dataSources(
        _ layers: [CaffeLayer], inputs: [Located<String>], _ graph: BlobGraph
    ) -> [BlobGraph.Source: NetDraft.Source] {
        var places = inputs.indices.map { BlobGraph.Source.input($0) }
        for (number, layer) in layers.enumerated() where layer.isData {
            places += layer.tops.indices.map { .top(layer: number, number: $0) }
        }
        return Dictionary(
            places.map { place in
                let readers = Set(graph.readers[place] ?? [])
                let areLabels = readers.allSatisfy { reader in
                    LayerRuleCatalogue.rule(named: layers[reader].type.value)?.readsLabels ?? true
                }
                return (place, areLabels ? .labels : size(of: place, layers, graph) ?? .pictures)
            }
        ) { first, _ in first }
    }

    /// What a data layer makes of which layers read the size alone: those that crop something else by it.
    private static func size(
        of place: BlobGraph.Source, _ layers: [CaffeLayer], _ graph: BlobGraph
    ) -> NetDraft.Source? {
        guard case .top(let layer, let number) = place else { return nil }
        let isSize = (graph.readers[place] ?? []).allSatisfy { reader in
            layers[reader].type.value == "Crop" && graph.bottoms[reader].first != place
        }
        let shapes = layers[layer].message.parameters(layers[layer].dataField).messages("shape")
        let shape = number < shapes.count ? shapes[number] : shapes.first
        guard isSize, let lengths = shape?.value.integers("dim").map(\.value), lengths.count == 4,
            lengths[2...].allSatisfy({ $0 > 0 })
        else { return nil }
        return .size(height: lengths[2], width: lengths[3])
    }

    /// What arrives, from the one layer or input that brings pictures.
    private static func input(
        _ layers: [CaffeLayer], _ message: CheckedMessage, _ sources: [BlobGraph.Source: NetDraft.Source],
        into collector: DiagnosticCollector
    ) -> PictureInput? {
        let names = message.texts("input")
        let inputs = names.indices.filter { sources[.input($0)] == .pictures }
        let tops = layers.indices.flatMap { number in
            layers[number].tops.indices.filter { sources[.top(layer: number, number: $0)] == .pictures }.map {
                (layer: number, place: layers[number].tops[$0].span)
            }
        }
        let places = inputs.map { names[$0].span } + tops.map(\.place)
        guard places.count < 2 else {
            collector.report(
                Diagnostic(
                    .caffeUnsupported, "a network must read one kind of pictures, and this one reads \(places.count)",
                    at: places[1], help: "remove the layers that read the others",
                    notes: [.init("the first are here", at: places[0])]))
            return nil
        }
        if let number = inputs.first {
            let shapes = message.messages("input_shape")
            let all = message.integers("input_dim")
            let dimensions =
                number < shapes.count
                ? shapes[number].value.integers("dim") : Array(all.dropFirst(4 * number).prefix(4))
            return PictureInput(dimensions: dimensions, at: names[number].nameSpan, into: collector)
        }
        if let number = tops.first?.layer {
            var input = PictureInput(layers[number], into: collector)?.addingData(of: layers[number], into: collector)
            input?.layer = layers[number]
            return input
        }
        return nil
    }
}

extension SourceSpan {
    /// Its first character.
    var first: SourceSpan { SourceSpan(file: file, start: start, end: start) }
}
