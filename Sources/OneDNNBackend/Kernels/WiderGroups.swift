/// A grouped convolution as one of fewer and wider groups: so many neighbouring groups as one, whose weights are 0 where the
/// groups do not meet.
///
/// It multiplies so many times as often, and yet may be faster: the library's kernels want whole blocks of channels in a
/// group, and take others by general matrix products, or not at all.
struct WiderGroups: Hashable {
    /// Groups that become one.
    let factor: Int
    let groups: Int
    /// Of one group.
    let filters: Int
    /// Of one group.
    let channels: Int
    /// Of a window.
    let places: Int

    /// Nil where the groups are wide enough, are of one channel, or do not fill blocks together.
    ///
    /// - Parameters:
    ///   - weights: `[G, O / G, C / G, h, w]`, or no groups at all.
    ///   - block: channels that the library's kernels take at once.
    init?(_ weights: [Int], block: Int) {
        guard weights.count == 5, weights[2] > 1, weights[2] < block, block % weights[2] == 0 else { return nil }
        (groups, filters, channels) = (weights[0], weights[1], weights[2])
        places = weights[3] * weights[4]
        factor = block / channels
        guard groups % factor == 0, filters * factor % block == 0 else { return nil }
    }

    /// Of the weights with wider groups.
    func lengths(_ weights: [Int]) -> [Int] {
        [groups / factor, filters * factor, channels * factor] + weights[3...]
    }

    /// Numbers of the weights with wider groups.
    var count: Int { groups * filters * channels * factor * places }

    /// - Parameter wide: gets 0 where groups do not meet.
    func widen(_ weights: UnsafePointer<Float>, into wide: UnsafeMutablePointer<Float>) {
        wide.update(repeating: 0, count: count)
        eachFilter { (wide + $0).update(from: weights + $1, count: $2) }
    }

    /// The numbers where the groups meet.
    func narrow(_ wide: UnsafePointer<Float>, into weights: UnsafeMutablePointer<Float>) {
        eachFilter { (weights + $1).update(from: wide + $0, count: $2) }
    }

    /// For each filter where its numbers begin, with wider groups and without, and how many follow each other.
    private func eachFilter(_ visit: (_ wide: Int, _ own: Int, _ count: Int) -> Void) {
        let length = channels * places
        for filter in 0..<groups * filters {
            let place = filter / filters % factor
            visit((filter * factor + place) * length, filter * length, length)
        }
    }
}
