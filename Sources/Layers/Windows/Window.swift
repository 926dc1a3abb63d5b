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
        guard let rows = axis(height, \.height), let columns = axis(width, \.width) else {
            throw tooLarge(height: height, width: width)
        }
        return (rows, columns)
    }

    /// What the dilated kernel covers on one side.
    private func reach(_ side: KeyPath<Extent, Int>) -> Int {
        dilation[keyPath: side] * (kernel[keyPath: side] - 1) + 1
    }

    /// Nil where the kernel does not fit.
    private func axis(_ input: Int, _ side: KeyPath<Extent, Int>) -> Axis? {
        let (kernel, stride, dilation) = (kernel[keyPath: side], stride[keyPath: side], dilation[keyPath: side])
        let reach = reach(side)
        guard case .explicit(let extent) = padding else {
            let output = (input + stride - 1) / stride
            let total = max((output - 1) * stride + reach - input, 0)
            return Axis(
                input: input, kernel: kernel, stride: stride, dilation: dilation, padBefore: total / 2,
                padAfter: total - total / 2, output: output)
        }
        let pad = extent[keyPath: side]
        let span = input + 2 * pad - reach
        guard span >= 0 else { return nil }
        var output = (rounding == .ceil ? (span + stride - 1) / stride : span / stride) + 1
        if rounding == .ceil, (output - 1) * stride >= input + pad { output -= 1 }
        return Axis(
            input: input, kernel: kernel, stride: stride, dilation: dilation, padBefore: pad, padAfter: pad,
            output: output)
    }
}

extension Window {
    /// What to say of a picture that the kernel does not fit: of the height, unless it is the width alone.
    private func tooLarge(height: Int, width: Int) -> ShapeError {
        let isHigh = axis(height, \.height) == nil
        let (axis, input) = isHigh ? (PictureAxis.height, height) : (.width, width)
        let name = axis.name
        let side: KeyPath<Extent, Int> = isHigh ? \.height : \.width
        let pad = explicitPad[keyPath: side]
        let arriving = pad == 0 ? "\(input)" : "\(input) + 2·\(pad) = \(input + 2 * pad)"
        let reach = reach(side)
        let covers = reach == kernel[keyPath: side] ? "" : ", dilated to \(reach),"
        return ShapeError(
            "a kernel of \(kernel)\(covers) must fit into the padded \(name), and only \(arriving) arrives",
            formula: outcome(name, input, side), help: remedy(height: height, width: width),
            blame: .field("kernel"))
    }

    /// `height = floor((8 + 2·0 − 11) / 1) + 1 = −2`
    private func outcome(_ name: String, _ input: Int, _ side: KeyPath<Extent, Int>) -> String {
        let span = input + 2 * explicitPad[keyPath: side] - reach(side)
        let steps = Double(span) / Double(stride[keyPath: side])
        let length = Int(steps.rounded(rounding == .ceil ? .up : .down)) + 1
        let text = "\(name) = \(lengthFormula(name, of: input, side).numbers) = \(signed(length))"
        return length > 0 ? "\(text), with nothing under the window" : text
    }

    /// The largest kernel and the least pad that fit both sides.
    private func remedy(height: Int, width: Int) -> InputText {
        let pad = explicitPad
        let largest = Extent(
            height: min(kernel.height, (height + 2 * pad.height - 1) / dilation.height + 1),
            width: min(kernel.width, (width + 2 * pad.width - 1) / dilation.width + 1))
        let least = max((reach(\.height) - height + 1) / 2, (reach(\.width) - width + 1) / 2)
        let isSquare = kernel.height == kernel.width
        let kernel = isSquare ? Extent(min(largest.height, largest.width)) : largest
        return "use a kernel of at most \(kernel), or a pad of at least \(least)"
    }

    private var explicitPad: Extent {
        if case .explicit(let extent) = padding { return extent }
        return Extent(0)
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
        }.suggesting(extent.remedy)
    }
}
