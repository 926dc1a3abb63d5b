package import Tensors

/// A tally over a split, what the scores pick instead of the right class, and how sure they are.
package struct Metrics: Sendable {
    package private(set) var tally = Tally()
    /// `confusion[right][picked]`; picked is the first class with the highest score.
    package private(set) var confusion: [[Int]]
    package private(set) var calibration = Calibration()
    private var surest = SurestMistakes()
    /// Pictures by how many other classes score at least as high as their own; see `Tally`.
    private var ranks: [Int]

    package init(classCount: Int) {
        confusion = [[Int]](repeating: [Int](repeating: 0, count: classCount), count: classCount)
        ranks = [Int](repeating: 0, count: classCount)
    }

    /// The part of the pictures whose class is among the `count` highest; 0 before the first picture.
    package func top(_ count: Int) -> Double {
        tally.samples > 0 ? Double(ranks.prefix(count).reduce(0, +)) / Double(tally.samples) : 0
    }

    /// The wrong answers of which the network is surest, the surest first.
    package var mistakes: [WrongAnswer] { surest.answers }

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
            let answer = picked(row)
            confusion[target.main][answer] += 1
            let rank = Tally.rank(of: target.main, in: row)
            if let rank, rank < ranks.count { ranks[rank] += 1 }
            let confidence = Calibration.confidence(row)
            calibration.add(confidence: confidence, isRight: rank == 0)
            if answer != target.main {
                surest.add(
                    WrongAnswer(
                        picture: batch.samples[picture], label: target.main, answer: answer, confidence: confidence))
            }
        }
    }

    private func picked(_ scores: Slice<UnsafeBufferPointer<Float>>) -> Int {
        var (picked, highest) = (0, -Float.infinity)
        for (place, score) in scores.enumerated() where score > highest { (picked, highest) = (place, score) }
        return picked
    }
}
