import Glibc

/// How far a network's confidence is from how often it is right.
///
/// Confidence is the largest probability that softmax makes of the scores. In 15 bins of equal width from 0 to 1,
/// `Σ (pictures in the bin / pictures) · |right in the bin − mean confidence in the bin|`. Source: Guo et al., ICML 2017,
/// section 2.
package struct Calibration: Sendable {
    package static let binCount = 15

    private struct Bin {
        var count = 0
        var right = 0
        var confidence = 0.0
    }

    private var bins = [Bin](repeating: Bin(), count: binCount)

    package init() {}

    /// - Parameter confidence: from 0 to 1; NaN, where scores are none, counts as 0.
    package mutating func add(confidence: Double, isRight: Bool) {
        let confidence = confidence.isNaN ? 0 : confidence
        // A bin holds its upper end, not its lower one.
        let place = Int((confidence * Double(Self.binCount)).rounded(.up)) - 1
        let bin = min(max(place, 0), Self.binCount - 1)
        bins[bin].count += 1
        bins[bin].right += isRight ? 1 : 0
        bins[bin].confidence += confidence
    }

    /// The expected calibration error; 0 before the first picture.
    package var error: Double {
        let total = bins.reduce(0) { $0 + $1.count }
        guard total > 0 else { return 0 }
        return bins.reduce(0) { $0 + abs(Double($1.right) - $1.confidence) } / Double(total)
    }

    /// What is known of each bin, from the least sure on.
    package var summaries: [CalibrationBin] {
        bins.enumerated().map { index, bin in
            func mean(_ sum: Double) -> Double? { bin.count > 0 ? sum / Double(bin.count) : nil }
            return CalibrationBin(
                from: Double(index) / Double(Self.binCount), to: Double(index + 1) / Double(Self.binCount),
                pictures: bin.count, accuracy: mean(Double(bin.right)), confidence: mean(bin.confidence))
        }
    }

    /// The largest probability of scores; NaN where one of them is none.
    static func confidence(_ scores: some Collection<Float>) -> Double {
        guard !scores.contains(where: \.isNaN), let largest = scores.max() else { return .nan }
        return 1 / scores.reduce(0) { $0 + exp(Double($1) - Double(largest)) }
    }
}
