import SpecSyntax
import Tensors

/// What maximum and average pooling share: their fields, their shape rule, and the way over the picture.
struct Pooling {
    let height: Window.Axis
    let width: Window.Axis

    /// - Throws: `ShapeError` when the window does not fit the picture.
    init(_ window: Window, on picture: Picture) throws(ShapeError) {
        if case .explicit(let before, let after) = window.padding {
            for pad in [before, after] where pad.height >= window.kernel.height || pad.width >= window.kernel.width {
                throw padTooLarge(window.padding, window.kernel)
            }
        }
        (height, width) = try window.axes(height: picture.height, width: picture.width)
    }

    /// For a batch `[N, C, H, W]` that the verifier has seen.
    init(_ window: Window, onVerified batch: Shape) {
        let picture = Shape(Array(batch.lengths.dropFirst()))
        guard let pooling = try? Pooling(window, on: Picture(picture)) else {
            preconditionFailure("the verifier accepted a window that does not fit \(batch)")
        }
        self = pooling
    }

    /// One stop of the window on one plane. It always covers at least one number of the picture: `Window` drops stops
    /// that would not, and a pad is less than the kernel.
    struct Stop {
        /// The place of the output among its values.
        let output: Int
        /// Place of the plane's first number among the input's values.
        let plane: Int
        let rows: Range<Int>
        let columns: Range<Int>
        /// How many numbers are under the window: of the picture, and of the picture with its padding.
        let paddedArea: Int
        let rowLength: Int

        var area: Int { rows.count * columns.count }

        /// The place of a number among the input's values.
        func place(_ row: Int, _ column: Int) -> Int { plane + row * rowLength + column }
    }

    /// Calls `body` for every stop on every plane, in the order of the outputs.
    func visit(_ planeCount: Int, _ body: (Stop) -> Void) {
        let rows = (0..<height.output).map(height.covered)
        let columns = (0..<width.output).map(width.covered)
        var output = 0
        for plane in 0..<planeCount {
            for y in 0..<height.output {
                for x in 0..<width.output {
                    body(
                        Stop(
                            output: output, plane: plane * height.input * width.input, rows: rows[y],
                            columns: columns[x], paddedArea: height.paddedCount(y) * width.paddedCount(x),
                            rowLength: width.input))
                    output += 1
                }
            }
        }
    }
}

extension Window {
    /// The fields `kernel`, `stride`, `pad` and `round`.
    static func pooling(_ fields: FieldReader) -> Window {
        let kernel = fields.required("kernel", .extent(1...), help: "size of the window")
        return Window(
            kernel: kernel,
            stride: fields.ifPresent("stride", .extent(1...), help: "step of the window; the kernel if left out")
                ?? kernel,
            padding: fields.optional(
                "pad", .padding, default: .explicit(Extent(0)),
                help: "border around the picture, less than the kernel; " + Window.paddingHelp),
            rounding: fields.optional(
                "round", .word(["floor": .floor, "ceil": .ceil]), default: .floor,
                help: "whether a last window that reaches past the border is dropped or kept"))
    }

    /// A pad, a stride, or both, with which pooling makes this shape; it never changes the channels.
    func poolingChange(toMake wanted: Shape, from input: Shape) -> FieldChange? {
        guard wanted.rank == 3, let picture = try? Picture(input), picture.channels == wanted[0] else { return nil }
        return change(on: picture, toMakeHeight: wanted[1], width: wanted[2], isPooling: true)
    }

    /// The shape that pooling makes of a picture.
    func pooledShape(_ input: Shape) throws(ShapeError) -> Shape {
        let picture = try Picture(input)
        let pooling = try Pooling(self, on: picture)
        return [picture.channels, pooling.height.output, pooling.width.output]
    }
}

private func padTooLarge(_ pad: Window.Padding, _ kernel: Extent) -> ShapeError {
    ShapeError(
        "`pad` must be less than the kernel of \(kernel), found \(pad): a window would cover nothing but padding",
        help: "use a pad of at most \(Extent(height: kernel.height - 1, width: kernel.width - 1)), or `half`",
        blame: .field("pad"))
}
