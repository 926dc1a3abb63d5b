package import Tensors

/// Counts over pictures whose class is known: how often the scores pick it, and the sum of the losses.
///
/// A picture is right among `k` if fewer than `k` other classes score at least as high as its own: ties count against.
/// A class that does not score a number stands above all, and a picture whose own class does not is wrong.
package struct Tally: Sendable {
    package private(set) var samples = 0
    package private(set) var top1Count = 0
    package private(set) var top5Count = 0
    package private(set) var lossSum = 0.0

    package init() {}

    /// As fractions; 0 before the first picture.
    package var top1: Double { samples > 0 ? Double(top1Count) / Double(samples) : 0 }
    package var top5: Double { samples > 0 ? Double(top5Count) / Double(samples) : 0 }
    package var loss: Double { samples > 0 ? lossSum / Double(samples) : 0 }

    /// Adds the pictures of a batch; of two classes that were mixed, the one with the larger share is the right one.
    ///
    /// - Parameters:
    ///   - scores: `[N, classes]`, row-major.
    ///   - losses: `[N]`.
    package mutating func add(
        _ batch: Batch, scores: UnsafeBufferPointer<Float>, losses: UnsafeBufferPointer<Float>
    ) {
        let classes = scores.count / max(losses.count, 1)
        precondition(batch.classCount <= classes && batch.count <= losses.count, "a class must have a score")
        for (picture, target) in batch.targets.prefix(batch.count).enumerated() {
            add(scores: scores[picture * classes..<(picture + 1) * classes], label: target.main)
            lossSum += Double(losses[picture])
        }
    }

    private mutating func add(scores: Slice<UnsafeBufferPointer<Float>>, label: Int) {
        samples += 1
        guard let ahead = Self.rank(of: label, in: scores) else { return }
        if ahead < 1 { top1Count += 1 }
        if ahead < 5 { top5Count += 1 }
    }

    /// How many other classes score at least as high as a class; nil where its own score is no number.
    static func rank(of label: Int, in scores: Slice<UnsafeBufferPointer<Float>>) -> Int? {
        let own = scores[scores.startIndex + label]
        return own.isNaN ? nil : scores.reduce(0) { $0 + ($1 < own ? 0 : 1) } - 1
    }
}
