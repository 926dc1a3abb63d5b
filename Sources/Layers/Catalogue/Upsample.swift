import Diagnostics
package import SpecSyntax
package import Tensors

/// Makes the picture larger by a whole factor.
///
/// `mode: nearest`: `output[n, c, y, x] = input[n, c, floor(y / scale), floor(x / scale)]`.
/// `mode: bilinear`: the two nearest rows and columns weighed by their distance to `(y + ½) / scale − ½`, not before the first
/// row nor behind the last; with `align-corners` to `y · (H − 1) / (H · scale − 1)`, so that corners stay where they are.
///
/// `input: [N, C, H, W]` → `output: [N, C, H · scale, W · scale]`. PyTorch's `Upsample` with the same modes.
package struct Upsample: Layer {
    package enum Mode: String, Hashable, Sendable, CustomStringConvertible {
        case nearest, bilinear
        package var description: String { rawValue }
    }

    package let scale: Extent
    package let mode: Mode
    package let alignsCorners: Bool

    package static let kind = LayerKind(
        "upsample", help: "makes the picture larger by a whole factor",
        aliases: ["upsampling", "upsampling2d", "resize", "interp", "interpolate", "upsamplingnearest2d"]
    ) { fields in
        let scale = fields.required("scale", .extent(1...), help: "times as high and wide")
        let mode = fields.optional(
            "mode", .word(["nearest": Mode.nearest, "bilinear": .bilinear]), default: .nearest,
            help: "whether each number is repeated, or lines run from one to the next")
        let alignsCorners = fields.optional(
            "align-corners", .boolean, default: false,
            help: "whether the corners' numbers stay in the corners; for `bilinear`")
        if !fields.failed, alignsCorners, mode == .nearest {
            fields.report(
                Diagnostic(
                    .contradiction, "`align-corners` must be off where the mode is `nearest`, found `true`",
                    at: fields.span(of: "align-corners"), help: "write `mode: bilinear`, or remove `align-corners`"))
        }
        return Upsample(scale: scale, mode: mode, alignsCorners: alignsCorners)
    }

    package func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape {
        let picture = try Picture(inputs[0])
        return [picture.channels, picture.height * scale.height, picture.width * scale.width]
    }

    package func change(toMake wanted: Shape, from inputs: [Shape]) -> FieldChange? {
        guard wanted.rank == 3, let picture = try? Picture(inputs[0]), wanted[0] == picture.channels,
            wanted[1] % picture.height == 0, wanted[2] % picture.width == 0
        else { return nil }
        return FieldChange("scale", Extent(height: wanted[1] / picture.height, width: wanted[2] / picture.width))
    }

    package func sight(_ inputs: [Shape]) -> Sight {
        func reach(_ scale: Int) -> Int { mode == .nearest || scale == 1 ? 1 : 2 }
        return .finer(reach: Extent(height: reach(scale.height), width: reach(scale.width)), scale: scale)
    }

    package func backwardNeeds(_ inputs: [Shape]) -> BackwardNeeds { .nothing }

    package func lengthRules(_ inputs: [Shape]) -> [LengthRule] {
        let unchanged = LengthRule.unchanged(inputs[0])
        return [
            unchanged[0],
            LengthRule(
                .height, inputs[0][1] * scale.height,
                "\(unchanged[1].formula) · \("scale", scale.height, .field("scale"))"),
            LengthRule(
                .width, inputs[0][2] * scale.width,
                "\(unchanged[2].formula) · \("scale", scale.width, .field("scale"))"),
        ]
    }

    /// What a row or column of the output is made of: two of the input, and the second's weight.
    private struct Blend {
        let first: Int
        let second: Int
        let share: Double
    }

    private func blends(_ length: Int, _ scale: Int) -> [Blend] {
        (0..<length * scale).map { place in
            guard mode == .bilinear else { return Blend(first: place / scale, second: place / scale, share: 0) }
            let position =
                alignsCorners
                ? Double(place) * Double(length - 1) / Double(max(length * scale - 1, 1))
                : max((Double(place) + 0.5) / Double(scale) - 0.5, 0)
            let first = min(Int(position), length - 1)
            return Blend(first: first, second: min(first + 1, length - 1), share: position - Double(first))
        }
    }

    package func forward(_ pass: inout LayerPass) -> Tensor {
        let input = pass.inputs[0]
        var output = Tensor.zeros(outputBatch(input.shape))
        eachPlace(of: input.shape) { place, sources in
            output.values[place] = Float(sources.reduce(0) { $0 + $1.weight * Double(input.values[$1.place]) })
        }
        return output
    }

    package func backward(_ outputGradient: Tensor, _ pass: LayerPass) -> LayerGradients {
        let shape = pass.inputs[0].shape
        var sums = [Double](repeating: 0, count: shape.elementCount)
        eachPlace(of: shape) { place, sources in
            for source in sources { sums[source.place] += source.weight * Double(outputGradient.values[place]) }
        }
        return LayerGradients(inputs: [Tensor(shape, rounding: sums)])
    }

    private func outputBatch(_ batch: Shape) -> Shape {
        [batch[0], batch[1], batch[2] * scale.height, batch[3] * scale.width]
    }

    /// Hands over every place of the output, and the places of the input that it is made of.
    private func eachPlace(of batch: Shape, _ body: (_ place: Int, _ sources: [(place: Int, weight: Double)]) -> Void) {
        let (rows, columns) = (blends(batch[2], scale.height), blends(batch[3], scale.width))
        var place = 0
        for plane in 0..<batch[0] * batch[1] {
            for row in rows {
                let lines = [(row.first, 1 - row.share), (row.second, row.share)].filter { $0.1 != 0 }
                for column in columns {
                    let spots = [(column.first, 1 - column.share), (column.second, column.share)].filter { $0.1 != 0 }
                    let sources = lines.flatMap { line in
                        spots.map { spot in
                            (place: (plane * batch[2] + line.0) * batch[3] + spot.0, weight: line.1 * spot.1)
                        }
                    }
                    body(place, sources)
                    place += 1
                }
            }
        }
    }
}
