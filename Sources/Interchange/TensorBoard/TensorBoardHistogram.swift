/// How numbers are distributed: in buckets of equal width from the least to the largest. Those that are not finite are left
/// out.
package struct TensorBoardHistogram: Sendable {
    package let least: Double
    package let largest: Double
    package let count: Int
    package let sum: Double
    let squares: Double
    /// The upper ends of the buckets.
    package let limits: [Double]
    package let counts: [Double]

    private static let bucketCount = 30

    /// Nil of no finite numbers.
    package init?(_ numbers: some Collection<Float>) {
        var (least, largest, count, sum, squares) = (Double.infinity, -Double.infinity, 0, 0.0, 0.0)
        for number in numbers where number.isFinite {
            let value = Double(number)
            (least, largest, count) = (min(least, value), max(largest, value), count + 1)
            (sum, squares) = (sum + value, squares + value * value)
        }
        guard count > 0 else { return nil }
        (self.least, self.largest, self.count, self.sum, self.squares) = (least, largest, count, sum, squares)
        guard largest > least else {
            (limits, counts) = ([largest], [Double(count)])
            return
        }
        let width = (largest - least) / Double(Self.bucketCount)
        var counts = [Double](repeating: 0, count: Self.bucketCount)
        for number in numbers where number.isFinite {
            counts[min(Self.bucketCount - 1, Int((Double(number) - least) / width))] += 1
        }
        limits = (1..<Self.bucketCount).map { least + width * Double($0) } + [largest]
        self.counts = counts
    }

    /// A `HistogramProto`.
    package var message: ProtobufMessage {
        var message = ProtobufMessage()
        for (field, value) in [(1, least), (2, largest), (3, Double(count)), (4, sum), (5, squares)] {
            message.add(field, value)
        }
        message.add(6, limits)
        message.add(7, counts)
        return message
    }
}
