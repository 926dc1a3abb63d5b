import Diagnostics

/// What a layer type of Caffe's becomes.
struct LayerRule: Sendable {
    /// As Caffe calls it: `InnerProduct`.
    let type: String
    /// How many blobs it reads and makes.
    let inputs: ClosedRange<Int>
    let outputs: ClosedRange<Int>
    /// Whether it may read labels, and what losses give.
    let readsLabels: Bool
    /// Adds the steps, and says what the layer's tops are; mistakes are reported.
    let translate: @Sendable (inout NetTranslation, LayerUse) -> [NetDraft.Source]

    init(
        _ type: String, inputs: ClosedRange<Int> = 1...1, outputs: ClosedRange<Int> = 1...1, readsLabels: Bool = false,
        translate: @escaping @Sendable (inout NetTranslation, LayerUse) -> [NetDraft.Source]
    ) {
        self.type = type
        self.inputs = inputs
        self.outputs = outputs
        self.readsLabels = readsLabels
        self.translate = translate
    }

    func wrongCount(_ layer: CaffeLayer) -> Diagnostic {
        let isInput = !inputs.contains(layer.bottoms.count)
        let (field, range, found) =
            isInput ? ("bottom", inputs, layer.bottoms.count) : ("top", outputs, layer.tops.count)
        let places = isInput ? layer.bottoms : layer.tops
        return Diagnostic(
            .caffeBlobs,
            "`\(type)` must have \(range.words) `\(field)`, found \(found)",
            at: places.count > range.upperBound ? places[range.upperBound].span : layer.type.span,
            help: found > range.upperBound ? "remove what is too many" : "add `\(field): \"…\"`")
    }
}

extension ClosedRange<Int> {
    fileprivate var words: String {
        if lowerBound == upperBound { return lowerBound == 0 ? "no" : "\(lowerBound)" }
        return upperBound > 1_000_000 ? "at least \(lowerBound)" : "\(lowerBound) to \(upperBound)"
    }
}
