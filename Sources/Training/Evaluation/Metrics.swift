package import Tensors

/// A tally over a split, and what the scores pick instead of the right class.
package struct Metrics: Sendable {
    package private(set) var tally = Tally()
    /// `confusion[right][picked]`; picked is the first class with the highest score.
    package private(set) var confusion: [[Int]]

    package init(classCount: Int) {
        confusion = [[Int]](repeating: [Int](repeating: 0, count: classCount), count: classCount)
    }

    /// Adds the pictures of a batch.
    ///
    /// - Parameters:
    ///   - scores: `[N, classes]`, row-major.
    ///   - losses: `[N]`.
    package mutating func add(
        _ batch: Batch, scores: UnsafeBufferPointer<Float>, losses: UnsafeBufferPointer<Float>
    ) {
        tally.add(batch, scores: scores, losses: losses)
        for (picture, target) in batch.targets.prefix(batch.count).enumerated() {
            let row = scores[picture * confusion.count..<(picture + 1) * confusion.count]
            confusion[target.main][picked(row)] += 1
        }
    }

    private func picked(_ scores: Slice<UnsafeBufferPointer<Float>>) -> Int {
        var (picked, highest) = (0, -Float.infinity)
        for (place, score) in scores.enumerated() where score > highest { (picked, highest) = (place, score) }
        return picked
    }
}
