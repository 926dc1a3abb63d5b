import SpecSyntax
import Tensors

extension Window.Axis {
    /// Positions of the input that no window covers.
    package struct Gaps: Hashable, Sendable {
        /// Between two windows, or between the taps of a dilated kernel.
        package let between: Int
        /// Behind the last window.
        package let after: Int

        package var count: Int { between + after }
    }

    /// - Returns: nil for a dilated kernel of more stops than are worth counting.
    package var gaps: Gaps? {
        let start = -padBefore
        let end = min(input, max(0, start + (output - 1) * stride + reach))
        guard dilation > 1, kernel > 1 else {
            return Gaps(between: end - (covered(before: end) - covered(before: 0)), after: input - end)
        }
        guard output * kernel <= 1 << 20 else { return nil }
        var isSeen = [Bool](repeating: false, count: end)
        for stop in 0..<output {
            for tap in 0..<kernel {
                let place = position(output: stop, tap: tap)
                if isSeen.indices.contains(place) { isSeen[place] = true }
            }
        }
        return Gaps(between: isSeen.count { !$0 }, after: input - end)
    }

    /// How many positions before this one, those of the padding included, windows without dilation cover; the last
    /// window ends no earlier.
    private func covered(before position: Int) -> Int {
        let distance = position + padBefore
        return kernel >= stride ? distance : distance / stride * kernel + min(distance % stride, kernel)
    }
}

extension Window {
    /// The part of the input, a picture, that the window never covers; nil where it sees all of it.
    ///
    /// - Parameter canRoundUp: whether the layer has a field `round`.
    func unseenInput(of input: Shape, canRoundUp: Bool) -> LayerRemark? {
        (try? Picture(input)).flatMap { unseenInput($0, canRoundUp: canRoundUp) }
    }

    private func unseenInput(_ picture: Picture, canRoundUp: Bool) -> LayerRemark? {
        guard let axes = try? axes(height: picture.height, width: picture.width),
            let rows = axes.height.gaps, let columns = axes.width.gaps, rows.count + columns.count > 0
        else { return nil }
        let isBetween = rows.between + columns.between > 0
        let isDilated = max(axes.height.dilation, axes.width.dilation) > 1
        let amounts = [(rows.count, picture.height, "rows"), (columns.count, picture.width, "columns")]
            .filter { $0.0 > 0 }.map { "\($0.0) of \($0.1) \($0.2)" }.joined(separator: " and ")
        let reason =
            !isBetween
            ? "the last window ends before the border"
            : isDilated ? "they lie between the taps" : "its stride of \(stride) is longer than its kernel of \(kernel)"
        return LayerRemark(
            message: "a window should cover the whole picture, and this one never covers \(amounts): \(reason)",
            help: isBetween
                ? "use a stride of at most \(isDilated ? Extent(1) : kernel)"
                : borderHelp(picture, canRoundUp: canRoundUp), field: isBetween ? "stride" : nil)
    }

    /// What lets the last window reach the border.
    private func borderHelp(_ picture: Picture, canRoundUp: Bool) -> String {
        let remedies =
            (canRoundUp && rounding == .floor ? ["`round: ceil`"] : []) + [sufficientPad(picture)].compactMap { $0 }
        return remedies.isEmpty
            ? "use another kernel or stride, or a picture of another size"
            : "use \(remedies.joined(separator: ", or "))"
    }

    /// The smallest pad with which the window covers the whole picture.
    private func sufficientPad(_ picture: Picture) -> String? {
        guard let pad = padding.both else { return nil }
        let rows = (pad.height..<max(kernel.height, pad.height)).prefix(64).first { rows in
            padded(Extent(height: rows, width: pad.width), picture)?.height.gaps?.count == 0
        }
        let columns = (pad.width..<max(kernel.width, pad.width)).prefix(64).first { columns in
            padded(Extent(height: pad.height, width: columns), picture)?.width.gaps?.count == 0
        }
        guard let rows, let columns else { return nil }
        return "`pad: \(Extent(height: rows, width: columns))`"
    }

    private func padded(_ pad: Extent, _ picture: Picture) -> (height: Axis, width: Axis)? {
        let window = Window(
            kernel: kernel, stride: stride, padding: .explicit(pad), dilation: dilation, rounding: rounding)
        return try? window.axes(height: picture.height, width: picture.width)
    }
}
