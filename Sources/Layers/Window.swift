package import SpecSyntax

/// How a kernel slides over a picture: the shared geometry of convolution and pooling.
package struct Window: Hashable, Sendable {
    package enum Padding: Hashable, Sendable, CustomStringConvertible {
        /// The same on both sides of an axis.
        case explicit(Extent)
        /// As much as makes `output = ceil(input / stride)`, the odd one after (TensorFlow's SAME).
        case same

        package var description: String {
            switch self {
            case .explicit(let extent): return extent.description
            case .same: return "same"
            }
        }
    }

    package enum Rounding: String, Hashable, Sendable, CustomStringConvertible {
        case floor, ceil
        package var description: String { rawValue }
    }

    package let kernel: Extent
    package let stride: Extent
    package let padding: Padding
    package let dilation: Extent
    package let rounding: Rounding

    package init(
        kernel: Extent, stride: Extent = Extent(1), padding: Padding = .explicit(Extent(0)),
        dilation: Extent = Extent(1), rounding: Rounding = .floor
    ) {
        self.kernel = kernel
        self.stride = stride
        self.padding = padding
        self.dilation = dilation
        self.rounding = rounding
    }

    /// One axis of the window, on an input of a known length.
    package struct Axis: Hashable, Sendable {
        package let input: Int
        package let kernel: Int
        package let stride: Int
        package let dilation: Int
        package let padBefore: Int
        package let padAfter: Int
        package let output: Int

        /// What the dilated kernel covers: `dilation · (kernel − 1) + 1`.
        package var reach: Int { dilation * (kernel - 1) + 1 }

        /// How far the last window reaches past the padded input; above 0 only when rounding up.
        package var overhang: Int { max(0, (output - 1) * stride + reach - (input + padBefore + padAfter)) }

        /// The input position that a tap of the kernel meets at an output position; in the padding, it is out of range.
        package func position(output: Int, tap: Int) -> Int {
            output * stride - padBefore + tap * dilation
        }

        /// The output positions at which a tap of the kernel meets the input and not the padding.
        package func outputs(meetingTap tap: Int) -> Range<Int> {
            let meeting = (0..<output).filter { (0..<input).contains(position(output: $0, tap: tap)) }
            return (meeting.first ?? 0)..<((meeting.last ?? -1) + 1)
        }

        /// The input positions from the first to the last that the kernel covers at an output position.
        package func covered(_ output: Int) -> Range<Int> {
            let start = position(output: output, tap: 0)
            return max(0, start)..<min(input, start + reach)
        }

        /// How many positions of the padded input the kernel covers at an output position: its reach less the overhang.
        package func paddedCount(_ output: Int) -> Int {
            let start = position(output: output, tap: 0)
            return min(input + padAfter, start + reach) - start
        }
    }

    /// The window on a picture of this height and width.
    ///
    /// `output = floor((input + 2·pad − reach) / stride) + 1`, or `ceil`, in which case a last window that would begin
    /// in the padding after the picture is dropped (Caffe's `pooling_layer.cpp`, PyTorch's `ceil_mode`).
    package func axes(height: Int, width: Int) throws(ShapeError) -> (height: Axis, width: Axis) {
        (
            try axis("height", height, kernel.height, stride.height, dilation.height, pad(\.height)),
            try axis("width", width, kernel.width, stride.width, dilation.width, pad(\.width))
        )
    }

    private func pad(_ side: KeyPath<Extent, Int>) -> Int? {
        if case .explicit(let extent) = padding { return extent[keyPath: side] }
        return nil
    }

    private func axis(
        _ name: String, _ input: Int, _ kernel: Int, _ stride: Int, _ dilation: Int, _ pad: Int?
    ) throws(ShapeError) -> Axis {
        let reach = dilation * (kernel - 1) + 1
        guard let pad else {
            let output = (input + stride - 1) / stride
            let total = max((output - 1) * stride + reach - input, 0)
            return Axis(
                input: input, kernel: kernel, stride: stride, dilation: dilation, padBefore: total / 2,
                padAfter: total - total / 2, output: output)
        }
        let span = input + 2 * pad - reach
        guard span >= 0 else { throw tooLarge(name, input, kernel, dilation, pad) }
        var output = (rounding == .ceil ? (span + stride - 1) / stride : span / stride) + 1
        if rounding == .ceil, (output - 1) * stride >= input + pad { output -= 1 }
        return Axis(
            input: input, kernel: kernel, stride: stride, dilation: dilation, padBefore: pad, padAfter: pad,
            output: output)
    }
}

extension Window {
    fileprivate func tooLarge(_ name: String, _ input: Int, _ kernel: Int, _ dilation: Int, _ pad: Int) -> ShapeError {
        let padded = input + 2 * pad
        let reach = dilation * (kernel - 1) + 1
        let arriving = pad == 0 ? "\(input)" : "\(input) + 2·\(pad) = \(padded)"
        let covers = reach == kernel ? "" : ", dilated to \(reach),"
        let (largest, least) = ((padded - 1) / dilation + 1, (reach - input + 1) / 2)
        return ShapeError(
            "a kernel of \(self.kernel)\(covers) must fit into the padded \(name), and only \(arriving) arrives",
            help: "use a kernel of at most \(largest), or a pad of at least \(least)", field: "kernel")
    }
}

extension FieldFormat where Value == Window.Padding {
    /// A number, `[height, width]`, or `same`.
    package static var padding: FieldFormat {
        let extent = FieldFormat<Extent>.extent(0...)
        return FieldFormat(
            "\(extent.description), or `same`", placeholder: .same,
            schema: .either([extent.schema(), .words(["same"])])
        ) { node, context in
            if node.scalar?.text == "same" { return .value(.same) }
            guard case .value(let pad) = extent.read(node, context) else { return .unfit }
            return .value(.explicit(pad))
        }
    }
}
