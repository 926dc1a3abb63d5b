package import SpecSyntax

/// How a kernel slides over a picture: the shared geometry of convolution and pooling.
package struct Window: Hashable, Sendable {
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
    /// `output = floor((input + pad before + pad after − reach) / stride) + 1`, or `ceil`, in which case a last window that
    /// would begin in the padding after the picture is dropped (Caffe's `pooling_layer.cpp`, PyTorch's `ceil_mode`).
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
        let sides = sides(input, side)
        let span = input + sides.total - reach
        guard span >= 0 else { return nil }
        var output = (rounding == .ceil ? (span + stride - 1) / stride : span / stride) + 1
        if rounding == .ceil, !isSame, (output - 1) * stride >= input + sides.before { output -= 1 }
        if isSame { output = (input + stride - 1) / stride }
        return Axis(
            input: input, kernel: kernel, stride: stride, dilation: dilation, padBefore: sides.before,
            padAfter: sides.after, output: output)
    }

    private var isSame: Bool { padding == .same || padding == .sameUpper }

    /// The padding of one side, on an input of a known length.
    func sides(_ input: Int, _ side: KeyPath<Extent, Int>) -> Sides {
        switch padding {
        case .explicit(let before, let after):
            return Sides(before: before[keyPath: side], after: after[keyPath: side])
        case .half:
            let half = (reach(side) - 1) / 2
            return Sides(before: half, after: half)
        case .same, .sameUpper:
            let stride = stride[keyPath: side]
            let total = max(((input + stride - 1) / stride - 1) * stride + reach(side) - input, 0)
            return Sides(before: total / 2, after: total - total / 2)
        }
    }
}

extension Window {
    /// What to say of a picture that the kernel does not fit: of the height, unless it is the width alone.
    private func tooLarge(height: Int, width: Int) -> ShapeError {
        let isHigh = axis(height, \.height) == nil
        let (axis, input) = isHigh ? (PictureAxis.height, height) : (.width, width)
        let name = axis.name
        let side: KeyPath<Extent, Int> = isHigh ? \.height : \.width
        let sides = sides(input, side)
        let pads = sides.before == sides.after ? "2·\(sides.before)" : "\(sides.before) + \(sides.after)"
        let arriving = sides.total == 0 ? "\(input)" : "\(input) + \(pads) = \(input + sides.total)"
        let reach = reach(side)
        let covers = reach == kernel[keyPath: side] ? "" : ", dilated to \(reach),"
        return ShapeError(
            "a kernel of \(kernel)\(covers) must fit into the padded \(name), and only \(arriving) arrives",
            formula: outcome(name, input, side), help: remedy(height: height, width: width),
            blame: .field("kernel"))
    }

    /// `height = floor((8 + 2·0 − 11) / 1) + 1 = −2`
    private func outcome(_ name: String, _ input: Int, _ side: KeyPath<Extent, Int>) -> String {
        let span = input + sides(input, side).total - reach(side)
        let steps = Double(span) / Double(stride[keyPath: side])
        let length = Int(steps.rounded(rounding == .ceil ? .up : .down)) + 1
        let text = "\(name) = \(lengthFormula(name, of: input, side).numbers) = \(signed(length))"
        return length > 0 ? "\(text), with nothing under the window" : text
    }

    /// The largest kernel and the least pad that fit both sides.
    private func remedy(height: Int, width: Int) -> InputText {
        let (rows, columns) = (height + sides(height, \.height).total, width + sides(width, \.width).total)
        let largest = Extent(
            height: min(kernel.height, (rows - 1) / dilation.height + 1),
            width: min(kernel.width, (columns - 1) / dilation.width + 1))
        let least = max((reach(\.height) - height + 1) / 2, (reach(\.width) - width + 1) / 2)
        let isSquare = kernel.height == kernel.width
        let kernel = isSquare ? Extent(min(largest.height, largest.width)) : largest
        return "use a kernel of at most \(kernel), or a pad of at least \(least)"
    }
}
