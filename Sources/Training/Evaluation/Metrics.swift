/// A tally over a split, and what the scores pick instead of the right class.
package struct Metrics: Sendable {
    package private(set) var tally = Tally()
    /// `confusion[right][picked]`; picked is the first class with the highest score.
    package private(set) var confusion: [[Int]]

    package init(classCount: Int) {
        confusion = [[Int]](repeating: [Int](repeating: 0, count: classCount), count: classCount)
    }

    /// Adds the first `count` pictures of a batch.
    ///
    /// - Parameters:
    ///   - scores: `[N, classes]`, row-major.
    ///   - losses: `[N]`.
    package mutating func add(
        scores: UnsafeBufferPointer<Float>, losses: UnsafeBufferPointer<Float>, labels: [Int32], count: Int
    ) {
        tally.add(scores: scores, losses: losses, labels: labels, count: count)
        for picture in 0..<count {
            let row = scores[picture * confusion.count..<(picture + 1) * confusion.count]
            confusion[Int(labels[picture])][picked(row)] += 1
        }
    }

    private func picked(_ scores: Slice<UnsafeBufferPointer<Float>>) -> Int {
        var (picked, highest) = (0, -Float.infinity)
        for (place, score) in scores.enumerated() where score > highest { (picked, highest) = (place, score) }
        return picked
    }
}
