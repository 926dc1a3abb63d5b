import SpecSyntax
package import Tensors

/// Some of the channels, one behind the other.
///
/// `output[n, c, y, x] = input[n, first + c, y, x]`
///
/// `input: [N, C, H, W]` or `[N, C]` → `output: [N, channels, H, W]` or `[N, channels]`. Several slices of one input split it
/// (Caffe's `Slice`, PyTorch's `chunk` and `split`).
package struct Slice: Layer {
    /// Counted from 0.
    package let first: Int
    /// Nil for all from the first on.
    package let channels: Int?

    package static let kind = LayerKind(
        "slice", help: "keeps some of the channels", relatives: ["split", "chunk", "narrow", "stridedslice"]
    ) { fields in
        Slice(
            first: fields.optional(
                "first", .integer(0...), default: 0, help: "the first channel that is kept, counted from 0"),
            channels: fields.ifPresent(
                "channels", .integer(1...), help: "how many are kept; all from the first on if left out"))
    }

    package func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape {
        try inputs[0].requireChannels()
        let arriving = inputs[0][0]
        guard first < arriving else {
            throw ShapeError(
                "`first` must be one of the \(arriving) channels that arrive, 0 to \(arriving - 1), found `\(first)`",
                help: "use at most \(arriving - 1)", blame: .field("first"))
        }
        let count = channels ?? arriving - first
        guard count <= arriving - first else {
            throw ShapeError(
                "`channels` must be at most the \(arriving - first) from channel \(first) on, found `\(count)`",
                help: "use at most \(arriving - first), or leave `channels` out for all", blame: .field("channels"))
        }
        return Shape([count] + inputs[0].lengths.dropFirst())
    }

    package func change(toMake wanted: Shape, from inputs: [Shape]) -> FieldChange? {
        guard wanted.rank == inputs[0].rank, wanted.lengths.dropFirst() == inputs[0].lengths.dropFirst(), wanted[0] > 0,
            wanted[0] <= inputs[0][0] - first
        else { return nil }
        return FieldChange("channels", wanted[0])
    }

    package func backwardNeeds(_ inputs: [Shape]) -> BackwardNeeds { .nothing }

    package func lengthRules(_ inputs: [Shape]) -> [LengthRule] {
        let unchanged = LengthRule.unchanged(inputs[0])
        let kept: Formula =
            channels.map { "\("channels", $0, .field("channels"))" }
            ?? "\(unchanged[0].axis, inputs[0][0], .input(0)) − \("first", first, .field("first"))"
        return [LengthRule(unchanged[0].axis, channels ?? inputs[0][0] - first, kept)] + unchanged.dropFirst()
    }

    package func forward(_ pass: inout LayerPass) -> Tensor {
        let input = pass.inputs[0]
        let planes = Planes(input.shape)
        let count = channels ?? planes.channels - first
        let values = (0..<planes.pictures).flatMap { input.values[part(of: $0, planes, count)] }
        return Tensor(Shape([planes.pictures, count] + input.shape.lengths.dropFirst(2)), values)
    }

    package func backward(_ outputGradient: Tensor, _ pass: LayerPass) -> LayerGradients {
        var gradient = Tensor.zeros(pass.inputs[0].shape)
        let planes = Planes(gradient.shape)
        let count = outputGradient.shape[1]
        for picture in 0..<planes.pictures {
            let length = count * planes.area
            gradient.values.replaceSubrange(
                part(of: picture, planes, count),
                with: outputGradient.values[picture * length..<(picture + 1) * length])
        }
        return LayerGradients(inputs: [gradient])
    }

    /// The places of the kept channels of one picture.
    private func part(of picture: Int, _ planes: Planes, _ count: Int) -> Range<Int> {
        let start = (picture * planes.channels + first) * planes.area
        return start..<start + count * planes.area
    }
}
