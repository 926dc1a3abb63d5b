import Diagnostics

/// Which layer makes what each layer reads: names of blobs resolved as Caffe does, where a layer that writes what it reads
/// (`bottom` and `top` of one name) stands between those before and those behind it.
struct BlobGraph {
    /// Something that layers read: what one of them makes, or an input of the network.
    enum Source: Hashable {
        case input(Int)
        case top(layer: Int, number: Int)
        /// The name of no blob, which is reported.
        case unknown
    }

    /// For each layer, for each of its bottoms.
    private(set) var bottoms: [[Source]] = []
    /// For what is read, the layers that do, each as often as it does.
    private(set) var readers: [Source: [Int]] = [:]

    /// - Parameter inputs: the names of the network's inputs.
    init(_ layers: [CaffeLayer], inputs: [Located<String>], into collector: DiagnosticCollector) {
        var latest: [String: Source] = [:]
        var places: [String: SourceSpan] = [:]
        var names = inputs.map(\.value)
        for (number, input) in inputs.enumerated() {
            latest[input.value] = .input(number)
            places[input.value] = input.span
        }
        for (number, layer) in layers.enumerated() {
            guard !collector.isFull else { return }
            let sources = layer.bottoms.map { bottom -> Source in
                if let source = latest[bottom.value] { return source }
                collector.report(unknownBlob(bottom, of: layer, known: names.suffix(100), later: layers[number...]))
                return .unknown
            }
            bottoms.append(sources)
            for source in sources { readers[source, default: []].append(number) }
            for (place, top) in layer.tops.enumerated() {
                let isInPlace = place < layer.bottoms.count && layer.bottoms[place].value == top.value
                if !isInPlace, let first = places[top.value] {
                    collector.report(secondSource(of: top, first: first))
                }
                names.append(top.value)
                latest[top.value] = .top(layer: number, number: place)
                places[top.value] = top.span
            }
        }
    }
}

private func unknownBlob(
    _ bottom: Located<String>, of layer: CaffeLayer, known: some Sequence<String>, later: ArraySlice<CaffeLayer>
) -> Diagnostic {
    let name = abbreviated(bottom.value)
    let isLater = later.prefix(200).contains { $0.tops.contains { $0.value == bottom.value } }
    let help: Remedy =
        isLater
        ? "move this layer behind the one with `top: \"\(name)\"`"
        : nearestName(to: bottom.value, among: known).map { bottom.span.caffeRemedy(writing: quotedText($0)) }
            ?? "add a layer with `top: \"\(name)\"` before it"
    return Diagnostic(
        .unknownBlob,
        "a `bottom` must be a `top` of a layer before it or an input of the network, found `\"\(name)\"`",
        at: bottom.span, help: help)
}

private func secondSource(of top: Located<String>, first: SourceSpan) -> Diagnostic {
    Diagnostic(
        .duplicateName, "a blob must be made by one layer, and `\(abbreviated(top.value))` is made by two",
        at: top.span,
        help: "give one of the two another `top`, or the layer the same `bottom` where it is meant to work in place",
        notes: [.init("the first one is here", at: first)])
}
