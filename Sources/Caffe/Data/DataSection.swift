import Diagnostics
import SpecSyntax

extension PictureInput {
    /// The same, with what specs say of where pictures come from and what is done to them, for a set that they have.
    ///
    /// Bytes become `(byte − mean) · scale`, which is `(byte / 255 − mean / 255) / (1 / (255 · scale))`. Source:
    /// `data_transformer.cpp`.
    func addingData(of layer: CaffeLayer, into collector: DiagnosticCollector) -> PictureInput {
        guard let set, let source = set.source else { return self }
        let own = layer.message.parameters(layer.dataField)
        let transform = PictureTransform(layer)
        let place = own.text("source")?.span ?? layer.type.span
        var entries = FieldList()
        entries.add("source", .plain(source, at: place), at: place)
        let augmentations = Self.augmentations(transform, set)
        if !augmentations.isEmpty { entries.add("augment", .list(augmentations, at: place), at: place) }
        entries.add("normalize", Self.normalization(transform, set, at: place, into: collector), at: place)
        // A database is read from its first picture to its last, again and again.
        let shuffle = own.flag("shuffle")
        if shuffle?.value != true {
            entries.add("shuffle", .plain("false", at: shuffle?.span ?? place), at: shuffle?.nameSpan ?? place)
        }
        var input = self
        input.data = SyntaxNode(.mapping(entries.entries), at: place)
        return input
    }

    private static func augmentations(_ transform: PictureTransform, _ set: KnownSet) -> [SyntaxNode] {
        var list: [SyntaxNode] = []
        if let crop = transform.cropSize, crop.value != set.size {
            list.append(.choice("random-crop", ["size": .plain("\(crop.value)", at: crop.span)], at: crop.nameSpan))
        }
        if let mirror = transform.mirror, mirror.value { list.append(.plain("horizontal-flip", at: mirror.span)) }
        return list
    }

    private static func normalization(
        _ transform: PictureTransform, _ set: KnownSet, at place: SourceSpan, into collector: DiagnosticCollector
    ) -> SyntaxNode {
        let scale = transform.scale?.value ?? 1
        var means = [Double](repeating: transform.meanValues.first?.value ?? 0, count: set.channels).map { $0 / 255 }
        if transform.meanValues.count == set.channels { means = transform.meanValues.map { $0.value / 255 } }
        if let file = transform.meanFile {
            means = set.mean
            collector.report(
                Diagnostic(
                    .caffeDifference,
                    "pictures lose the mean of each channel, \(listed(means.map(shortest))), and in Caffe the mean picture "
                        + "in `mean_file`", at: file.span,
                    help: "write `mean_value` for each channel, which both read alike", severity: .warning))
        }
        let deviation = rounded(1 / (255 * scale))
        if means.allSatisfy({ $0 == 0 }), deviation == 1 { return .plain("none", at: place) }
        let span = transform.scale?.span ?? place
        return .fields(
            [
                "mean": .list(means.map { .plain(shortest(rounded($0)), at: place) }, at: place),
                "deviation": .list(means.map { _ in .plain(shortest(deviation), at: span) }, at: span),
            ], at: place)
    }

    /// Without the last digits, which a scale of as few has not.
    private static func rounded(_ value: Double) -> Double {
        value.isFinite ? (value * 1e13).rounded() / 1e13 : 0
    }
}
