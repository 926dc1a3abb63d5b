import Glibc

/// Round numbers along an axis.
package struct Ticks {
    package let values: [Double]
    /// Digits behind the point that tell them apart.
    package let digits: Int

    /// - Parameter count: how many there should be, about.
    package init(_ range: ClosedRange<Double>, about count: Int) {
        let length = range.upperBound - range.lowerBound
        guard length > 0, length.isFinite else {
            (values, digits) = ([range.lowerBound], 2)
            return
        }
        let rough = length / Double(max(1, count))
        let power = pow(10, floor(log10(rough)))
        let step = [1, 2, 5, 10].map { $0 * power }.first { $0 >= rough } ?? rough
        let first = (range.lowerBound / step - 1e-9).rounded(.up)
        let last = (range.upperBound / step + 1e-9).rounded(.down)
        values = stride(from: first, through: last, by: 1).map { $0 * step }
        digits = max(0, min(12, Int(-floor(log10(step) + 1e-9))))
    }
}
