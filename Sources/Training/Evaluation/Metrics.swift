/// Counts over pictures whose right class is known: how often the scores pick it, and what they pick instead.
///
/// A picture is right among `k` if fewer than `k` other classes score at least as high as its own: ties count against.
/// A class that does not score a number stands above all, and a picture whose own class does not is wrong.
package struct Metrics: Sendable {
    package let classCount: Int
    package private(set) var samples = 0
    package private(set) var top1Count = 0
    package private(set) var top5Count = 0
    package private(set) var lossSum = 0.0
    /// `confusion[right][picked]`; picked is the first class with the highest score.
    package private(set) var confusion: [[Int]]

    package init(classCount: Int) {
        self.classCount = classCount
        confusion = [[Int]](repeating: [Int](repeating: 0, count: classCount), count: classCount)
    }

    /// As fractions; 0 before the first picture.
    package var top1: Double { samples > 0 ? Double(top1Count) / Double(samples) : 0 }
    package var top5: Double { samples > 0 ? Double(top5Count) / Double(samples) : 0 }
    package var loss: Double { samples > 0 ? lossSum / Double(samples) : 0 }

    /// Adds the first `count` pictures of a batch.
    ///
    /// - Parameters:
    ///   - scores: `[N, classes]`, row-major.
    ///   - losses: `[N]`.
    package mutating func add(
        scores: some RandomAccessCollection<Float>, losses: some RandomAccessCollection<Float>, labels: [Int32],
        count: Int
    ) {
        for picture in 0..<count {
            add(scores: scores.dropFirst(picture * classCount).prefix(classCount), label: Int(labels[picture]))
        }
        lossSum += losses.prefix(count).reduce(0) { $0 + Double($1) }
    }

    private mutating func add(scores: some RandomAccessCollection<Float>, label: Int) {
        var own = Float.nan
        var picked = 0
        var highest = -Float.infinity
        for (place, score) in scores.enumerated() {
            if place == label { own = score }
            if score > highest { (picked, highest) = (place, score) }
        }
        samples += 1
        confusion[label][picked] += 1
        guard !own.isNaN else { return }
        let ahead = scores.reduce(0) { $0 + ($1 < own ? 0 : 1) } - 1
        if ahead < 1 { top1Count += 1 }
        if ahead < 5 { top5Count += 1 }
    }
}
