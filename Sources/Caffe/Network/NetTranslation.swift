import Diagnostics
import SpecSyntax

/// Turns the layers of a Caffe network into steps of the spec language, one after the other.
///
/// What each type becomes is in its own file; see `LayerRule`. This keeps what they share: the steps so far, and who reads what.
struct NetTranslation {
    let collector: DiagnosticCollector
    /// Whether the network is trained: initialisers and multipliers count then.
    let isTrained: Bool
    /// What the tops of data layers are.
    let dataSources: [BlobGraph.Source: NetDraft.Source]
    /// Height and width of the pictures; nil where they are not known, which is reported.
    let pictureSize: [SyntaxNode]?
    var draft = NetDraft()
    private(set) var isWhole = true
    /// Errors reported so far.
    private(set) var mistakeCount = 0
    private let graph: BlobGraph
    /// The parameters that have names.
    private(set) var shares = SharedParameters()
    /// What the layers are, by their numbers.
    private var types: [String] = []
    /// The labels that losses learn from, and where the first loss reads them.
    private var labels: (source: BlobGraph.Source, place: SourceSpan)?
    private var sources: [BlobGraph.Source: NetDraft.Source] = [:]
    /// Differences from Caffe that are told once, by their codes' subjects.
    private var told: Set<String> = []

    /// - Parameter dataSources: what the network's inputs and the tops of its data layers are.
    init(
        _ graph: BlobGraph, dataSources: [BlobGraph.Source: NetDraft.Source], input: PictureInput?, isTrained: Bool,
        into collector: DiagnosticCollector
    ) {
        self.graph = graph
        self.dataSources = dataSources
        self.isTrained = isTrained
        pictureSize = input.map { input in ["height", "width"].compactMap { input.shape[$0] } }
        self.collector = collector
        sources = dataSources
        sources[.unknown] = .unknown
    }

    mutating func translate(_ layers: [CaffeLayer]) {
        types = layers.map(\.type.value)
        for (number, layer) in layers.enumerated() where !collector.isFull {
            let made = translate(layer, number)
            for place in layer.tops.indices {
                sources[.top(layer: number, number: place)] = place < made.count ? made[place] : .unknown
            }
        }
    }

    private mutating func translate(_ layer: CaffeLayer, _ number: Int) -> [NetDraft.Source] {
        let bottoms = number < graph.bottoms.count ? graph.bottoms[number].map { sources[$0] ?? .unknown } : []
        guard let rule = LayerRuleCatalogue.rule(named: layer.type.value) else {
            report(LayerRuleCatalogue.unknownType(layer))
            return []
        }
        if layer.message.hasMistakes {
            isWhole = false
            return []
        }
        if bottoms.contains(.unknown) {
            isWhole = false
            // What a layer says of itself is checked all the same.
            if rule.readsLabels || rule.inputs.lowerBound > 1 { return [] }
        }
        guard rule.inputs.contains(bottoms.count), rule.outputs.contains(layer.tops.count) else {
            report(rule.wrongCount(layer))
            return []
        }
        guard checkLearning(of: layer, bottoms) else { return [] }
        for (place, source) in bottoms.enumerated() where !rule.readsLabels {
            guard source == .labels || source == .result else { continue }
            report(strayLabels(layer, place))
            return []
        }
        return rule.translate(&self, LayerUse(layer: layer, number: number, bottoms: bottoms))
    }

    /// Whether a step's output is read once, so that the next layer may become part of it.
    func isReadOnce(_ source: BlobGraph.Source) -> Bool { graph.readers[source]?.count == 1 }

    /// Whether a layer reads what another makes, or nothing at all does, and not only a `Silence`.
    func isWanted(_ source: BlobGraph.Source) -> Bool {
        graph.readers[source].map { readers in readers.contains { types[$0] != "Silence" } } ?? true
    }

    /// Height and width of what is read, where they are known before shapes are computed.
    func size(of source: NetDraft.Source, at span: SourceSpan) -> [SyntaxNode]? {
        switch source {
        case .pictures: pictureSize
        case .size(let height, let width): [height, width].map { .plain("\($0)", at: span) }
        default: nil
        }
    }

    /// What a layer reads, before it was translated.
    func bottom(_ place: Int, of use: LayerUse) -> BlobGraph.Source { graph.bottoms[use.number][place] }

    mutating func report(_ diagnostic: Diagnostic) {
        if diagnostic.severity == .error { (isWhole, mistakeCount) = (false, mistakeCount + 1) }
        collector.report(diagnostic)
    }

    /// Warns of something that is not as Caffe has it: once for all layers of which the same is to be said.
    mutating func warn(of subject: String, _ message: String, at span: SourceSpan, help: String) {
        guard told.insert(subject).inserted else { return }
        collector.report(Diagnostic(.caffeDifference, message, at: span, help: help, severity: .warning))
    }
}

extension NetTranslation {
    /// The parameters of a layer that have names; nil after a mistake, which is reported.
    mutating func shares(of use: LayerUse, for parameters: [String]) -> [NetDraft.Share]? {
        var found: [NetDraft.Share] = []
        for (blob, parameter) in zip(use.layer.blobs, parameters) {
            guard let name = blob.sharedName, !name.value.isEmpty else { continue }
            if let mistake = shares.add(parameter, blob, as: name, of: use.layer.name.value) {
                report(mistake)
                return nil
            }
            found.append(NetDraft.Share(parameter: parameter, name: name.value))
        }
        return found
    }

    /// Whether a loss reads the labels that all others do: a picture has one class.
    mutating func checkLabels(of use: LayerUse) -> Bool {
        let (source, place) = (bottom(1, of: use), use.layer.bottoms[1].span)
        guard let first = labels, first.source != source else {
            labels = labels ?? (source, place)
            return true
        }
        report(
            Diagnostic(
                .caffeUnsupported, "all losses must learn from one label of a picture, and this one reads another",
                at: place, help: "remove the losses of all labels but one, with the layers that lead to them alone",
                notes: [.init("the first loss reads this one", at: first.place)]))
        return false
    }

    /// Gradients flow from losses to all that they read.
    private mutating func checkLearning(of layer: CaffeLayer, _ bottoms: [NetDraft.Source]) -> Bool {
        let flows = layer.message.flags("propagate_down")
        if let stopped = zip(flows, bottoms).first(where: { !$0.value && $1.step != nil })?.0 {
            report(
                Diagnostic(
                    .caffeUnsupported, "gradients flow to all that a layer reads, and `propagate_down` stops them",
                    at: stopped.span, help: "write `lr_mult: 0` for the parameters before that are not to learn"))
            return false
        }
        let losses = [.softmaxWithLoss] + LayerRule.otherLosses
        let isLoss = losses.contains { $0.type == layer.type.value }
        if let weight = layer.lossWeights.first(where: { $0.value != 0 }), !isLoss {
            report(
                Diagnostic(
                    .caffeUnsupported,
                    "only `SoftmaxWithLoss` can be learned from, and `loss_weight` stands elsewhere",
                    at: weight.nameSpan, help: "leave `loss_weight` out"))
            return false
        }
        if let blobs = layer.message.place(of: "blobs") {
            warn(
                of: "blobs", "numbers of weights in the file of a network are not read", at: blobs,
                help: "give a file of weights by `--weights`, and remove `blobs`")
        }
        return true
    }

    private func strayLabels(_ layer: CaffeLayer, _ place: Int) -> Diagnostic {
        Diagnostic(
            .caffeUnsupported,
            "only a loss can read labels or what a loss gives, and `\(abbreviated(layer.name.value))` does",
            at: layer.bottoms[place].span, help: "remove the layer")
    }
}

/// One layer as it is translated: what it says, and what arrives.
struct LayerUse {
    let layer: CaffeLayer
    let number: Int
    let bottoms: [NetDraft.Source]

    /// The fields of its own type, `convolution_param`.
    func parameters(_ field: String) -> CheckedMessage { layer.message.parameters(field) }
}
