import Tensors

/// The order of the pictures in each epoch.
package final class EpochOrder {
    private let count: Int
    private let seed: UInt64?
    /// The pictures of each class that has any, where classes are to be there equally often.
    private let classes: [[Int]]?
    private var known: (epoch: Int, order: [Int])?

    /// - Parameters:
    ///   - seed: nil for the order in which the pictures are stored.
    ///   - balanced: the class of each picture, where every class is to be there equally often; nil for each picture once.
    package init(count: Int, seed: UInt64?, balanced labels: [Int]? = nil) {
        self.count = count
        self.seed = seed
        classes = labels.map { labels in
            Dictionary(grouping: labels.indices) { labels[$0] }.sorted { $0.key < $1.key }.map(\.value)
        }
    }

    package func sample(at position: Int, epoch: Int) -> Int {
        guard let seed else { return position }
        if let known, known.epoch == epoch { return known.order[position] }
        var random = KeyedRandom(seed: seed, purpose: .shuffle, epoch)
        let order = classes.map { balancedOrder($0, &random) } ?? random.permutation(of: count)
        known = (epoch, order)
        return order[position]
    }

    /// As many pictures as there are, of each class as many as of any other, or one more: of a large class some, of a small one all,
    /// again and again.
    private func balancedOrder(_ classes: [[Int]], _ random: inout KeyedRandom) -> [Int] {
        let share = (least: count / classes.count, withOneMore: count % classes.count)
        let more = Set(random.permutation(of: classes.count).prefix(share.withOneMore))
        var chosen: [Int] = []
        for (number, pictures) in classes.enumerated() {
            var left = share.least + (more.contains(number) ? 1 : 0)
            while left > 0 {
                let part = random.permutation(of: pictures.count).prefix(left)
                chosen += part.map { pictures[$0] }
                left -= part.count
            }
        }
        return random.permutation(of: count).map { chosen[$0] }
    }
}
