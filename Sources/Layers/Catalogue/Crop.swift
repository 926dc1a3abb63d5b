package import SpecSyntax
package import Tensors

/// A part of the picture, of a given size.
///
/// `output[n, c, y, x] = input[n, c, top + y, left + x]`; without `offset` from the middle:
/// `top = floor((H − height) / 2)`, `left = floor((W − width) / 2)`.
///
/// `input: [N, C, H, W]` → `output: [N, C, size]`. torchvision's `CenterCrop`; Caffe's `Crop` with the other input's size.
package struct Crop: Layer {
    package let size: Extent
    /// Rows above and columns to the left that are cut off; nil for the middle.
    package let offset: Extent?

    package static let kind = LayerKind(
        "crop", help: "cuts a part out of the picture", aliases: ["centercrop", "cropping2d"]
    ) { fields in
        Crop(
            size: fields.required("size", .extent(1...), help: "height and width of the part"),
            offset: fields.ifPresent(
                "offset", .extent(0...), help: "rows above and columns to the left of it; the middle if left out"))
    }

    package func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape {
        let picture = try Picture(inputs[0])
        let room = Extent(height: picture.height - size.height, width: picture.width - size.width)
        guard room.height >= 0, room.width >= 0 else {
            let most = Extent(height: min(size.height, picture.height), width: min(size.width, picture.width))
            throw ShapeError(
                "`size` must be at most the \(picture.height)×\(picture.width) that arrive, found \(size)",
                help: "use at most \(most)", blame: .field("size"))
        }
        if let offset, offset.height > room.height || offset.width > room.width {
            throw ShapeError(
                """
                `offset` must leave a part of \(size) within \(picture.height)×\(picture.width), and be at most \(room), \
                found \(offset)
                """, help: "use at most \(room), or leave `offset` out for the middle", blame: .field("offset"))
        }
        return [picture.channels, size.height, size.width]
    }

    package func change(toMake wanted: Shape, from inputs: [Shape]) -> FieldChange? {
        guard wanted.rank == 3, let picture = try? Picture(inputs[0]), wanted[0] == picture.channels,
            wanted[1] <= picture.height, wanted[2] <= picture.width, offset == nil
        else { return nil }
        return FieldChange("size", Extent(height: wanted[1], width: wanted[2]))
    }

    package func backwardNeeds(_ inputs: [Shape]) -> BackwardNeeds { .nothing }

    package func resolvedFields(_ inputs: [Shape]) -> [String: [Int]] {
        let corner = corner(height: inputs[0][1], width: inputs[0][2])
        return ["offset": [corner.height, corner.width]]
    }

    package func lengthRules(_ inputs: [Shape]) -> [LengthRule] {
        [
            LengthRule.unchanged(inputs[0])[0],
            LengthRule(.height, size.height, "\("size", size.height, .field("size"))"),
            LengthRule(.width, size.width, "\("size", size.width, .field("size"))"),
        ]
    }

    /// The rows above and the columns to the left of the part.
    package func corner(height: Int, width: Int) -> Extent {
        offset ?? Extent(height: (height - size.height) / 2, width: (width - size.width) / 2)
    }

    package func forward(_ pass: inout LayerPass) -> Tensor {
        let input = pass.inputs[0]
        var output = Tensor.zeros([input.shape[0], input.shape[1], size.height, size.width])
        eachRow(of: input.shape) { from, to in output.values.replaceSubrange(to, with: input.values[from]) }
        return output
    }

    package func backward(_ outputGradient: Tensor, _ pass: LayerPass) -> LayerGradients {
        var gradient = Tensor.zeros(pass.inputs[0].shape)
        eachRow(of: gradient.shape) { from, to in
            gradient.values.replaceSubrange(from, with: outputGradient.values[to])
        }
        return LayerGradients(inputs: [gradient])
    }

    /// Hands over the places of every row that is kept, in the input and in the output.
    private func eachRow(of batch: Shape, _ body: (_ from: Range<Int>, _ to: Range<Int>) -> Void) {
        let (height, width) = (batch[2], batch[3])
        let corner = corner(height: height, width: width)
        let (top, left) = (corner.height, corner.width)
        for plane in 0..<batch[0] * batch[1] {
            for row in 0..<size.height {
                let from = (plane * height + top + row) * width + left
                let to = (plane * size.height + row) * size.width
                body(from..<from + size.width, to..<to + size.width)
            }
        }
    }
}
