import Diagnostics
import SpecSyntax

/// What arrives at a network: the shape of its pictures, and where they come from.
struct PictureInput: Sendable {
    /// `{channels: 3, height: 224, width: 224}`.
    let shape: SyntaxNode
    let place: SourceSpan
    /// What `data` says; nil where specs have no source for the pictures.
    var data: SyntaxNode?
    /// Pictures of a step.
    var batch: Located<Int>?
    var set: KnownSet?
    /// What brings them; nil for an input of the network.
    var layer: CaffeLayer?
}

extension PictureInput {
    /// The shape by its numbers; one of a single number is a row of channels.
    init?(dimensions: [Located<Int>], at place: SourceSpan, into collector: DiagnosticCollector) {
        guard (2...4).contains(dimensions.count), dimensions.dropFirst().allSatisfy({ $0.value >= 1 }) else {
            collector.report(
                Diagnostic(
                    .caffeInput,
                    "an input must have four dimensions of at least 1: pictures, channels, height and width, found "
                        + "`\(abbreviated(dimensions.map { "\($0.value)" }.joined(separator: " × ")))`",
                    at: dimensions.first?.nameSpan ?? place,
                    help: "write `shape { dim: 1 dim: 3 dim: 224 dim: 224 }`"))
            return nil
        }
        let nodes = dimensions.dropFirst().map { SyntaxNode.plain("\($0.value)", at: $0.span) }
        let one = SyntaxNode.plain("1", at: place)
        let lengths = nodes + [SyntaxNode](repeating: one, count: 3 - nodes.count)
        self.init(shape: .shape(lengths, at: place), place: place)
    }

    /// The shape that a data layer tells, or a known set.
    init?(_ layer: CaffeLayer, into collector: DiagnosticCollector) {
        let own = layer.message.parameters(layer.dataField)
        let place = layer.type.span
        let batch = own.integer("batch_size")
        switch layer.type.value {
        case "Input", "DummyData":
            let shapes = own.messages("shape")
            let old = ["num", "channels", "height", "width"].compactMap { own.integers($0).first }
            let dimensions = shapes.first.map { $0.value.integers("dim") } ?? old
            self.init(dimensions: dimensions, at: shapes.first?.nameSpan ?? place, into: collector)
            return
        case "MemoryData":
            let lengths = ["channels", "height", "width"].compactMap { own.integer($0) }
            if lengths.count == 3 {
                self.init(shape: .shape(lengths.map { .plain("\($0.value)", at: $0.span) }, at: place), place: place)
                self.batch = batch
                return
            }
        default: break
        }
        let source = own.text("source")
        let set = source.flatMap { KnownSet.named(in: $0.value) }
        let transform = PictureTransform(layer)
        guard let size = Self.size(own, transform, set, place), let channels = Self.channels(own, layer, transform, set)
        else {
            collector.report(Self.unknownSize(layer, own, transform, set))
            return nil
        }
        self.init(shape: .shape([channels, size.height, size.width], at: place), place: place)
        (self.batch, self.set) = (batch, set)
    }

    private static func size(
        _ own: CheckedMessage, _ transform: PictureTransform, _ set: KnownSet?, _ place: SourceSpan
    ) -> (height: SyntaxNode, width: SyntaxNode)? {
        func both(_ length: Int, at span: SourceSpan) -> (SyntaxNode, SyntaxNode) {
            (.plain("\(length)", at: span), .plain("\(length)", at: span))
        }
        if let crop = transform.cropSize { return both(crop.value, at: crop.span) }
        if let height = own.integer("new_height"), let width = own.integer("new_width"), height.value > 0,
            width.value > 0
        {
            return (.plain("\(height.value)", at: height.span), .plain("\(width.value)", at: width.span))
        }
        return set?.size.map { both($0, at: place) }
    }

    private static func channels(
        _ own: CheckedMessage, _ layer: CaffeLayer, _ transform: PictureTransform, _ set: KnownSet?
    ) -> SyntaxNode? {
        func count(_ number: Int, _ span: SourceSpan?) -> SyntaxNode {
            .plain("\(number)", at: span ?? layer.type.span)
        }
        if let gray = transform.forcesGray, gray.value { return count(1, gray.span) }
        if let color = transform.forcesColor, color.value { return count(3, color.span) }
        if layer.type.value == "ImageData" {
            let color = own.flag("is_color")
            return count(color?.value == false ? 1 : 3, color?.span)
        }
        // Windows are cut out of pictures that are read in colour.
        if layer.type.value == "WindowData" { return count(3, nil) }
        if transform.meanValues.count > 1 { return count(transform.meanValues.count, transform.meanValues[0].span) }
        return set.map { count($0.channels, own.text("source")?.span) }
    }

    private static func unknownSize(
        _ layer: CaffeLayer, _ own: CheckedMessage, _ transform: PictureTransform, _ set: KnownSet?
    ) -> Diagnostic {
        if layer.type.value == "HDF5Data" {
            return Diagnostic(
                .caffeInput, "the shape of what arrives must be known, and an HDF5 file is not opened",
                at: own.text("source")?.span ?? layer.type.span,
                help:
                    "put a layer of the type `Input` with the same `top` in its place, with the shape of the data in the "
                    + "file: `input_param { shape { dim: 10 dim: 4 } }`")
        }
        let knowsSize = transform.cropSize != nil || set?.size != nil
        return Diagnostic(
            .caffeInput,
            knowsSize
                ? "the pictures' channels must be known, and nothing here tells them"
                : "the pictures' size must be known, and it stands in \(own.text("source").map { "`\(abbreviated($0.value))`" } ?? "a file that is not named")",
            at: own.text("source")?.span ?? layer.type.span,
            help: knowsSize
                ? "add `force_color: true` to `transform_param` for three, or `force_gray: true` for one"
                : "add `transform_param { crop_size: 224 }` with the size, or put a layer of the type `Input` in its place"
        )
    }
}

extension SyntaxNode {
    fileprivate static func shape(_ lengths: [SyntaxNode], at place: SourceSpan) -> SyntaxNode {
        .fields(["channels": lengths[0], "height": lengths[1], "width": lengths[2]], at: place)
    }
}
