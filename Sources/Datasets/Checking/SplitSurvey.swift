package import Pixels

/// What the pictures of one split are like.
package struct SplitSurvey: Sendable {
    package let split: Dataset.Split
    /// Of the pictures that can be read.
    package let count: Int
    /// Of those of each class, in the order of the classes.
    package let classCounts: [Int]
    /// Pictures that cannot be read, and what is wrong with each.
    package let unreadable: [(number: Int, reason: String)]
    /// Pictures whose labels name no class.
    package let wronglyLabelled: [(number: Int, label: Int)]
    /// How many pictures there are of each size.
    package let sizes: [PictureSize: Int]
    /// Whether no picture has colours.
    package let isGrey: Bool
    /// Of each channel of all pictures, 0…1, each picture counting alike.
    package let means: [Double]
    /// The deviation of all pixels from the mean, likewise.
    package let deviations: [Double]

    init(
        _ split: Dataset.Split, labels: [Int], classCount: Int, channels: Int, sketches: [PictureSketch?],
        unreadable: [(number: Int, reason: String)]
    ) {
        self.split = split
        count = labels.count - unreadable.count
        let unread = Set(unreadable.map(\.number))
        var (counts, wrong) = ([Int](repeating: 0, count: classCount), [(number: Int, label: Int)]())
        for (number, label) in labels.enumerated() {
            guard counts.indices.contains(label) else {
                wrong.append((number, label))
                continue
            }
            if !unread.contains(number) { counts[label] += 1 }
        }
        (classCounts, wronglyLabelled) = (counts, wrong)
        self.unreadable = unreadable
        var sizes: [PictureSize: Int] = [:]
        var (means, squares) = (SIMD4<Double>.zero, SIMD4<Double>.zero)
        for sketch in sketches.lazy.compactMap({ $0 }) {
            sizes[sketch.size, default: 0] += 1
            means += SIMD4<Double>(sketch.means)
            squares += SIMD4<Double>(sketch.squares)
        }
        self.sizes = sizes
        isGrey = sketches.allSatisfy { $0?.isGrey ?? true }
        let read = Double(max(1, count))
        self.means = (0..<channels).map { means[$0] / read }
        deviations = (0..<channels).map { channel in
            max(0, squares[channel] / read - (means[channel] / read) * (means[channel] / read)).squareRoot()
        }
    }
}
