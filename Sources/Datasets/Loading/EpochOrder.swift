import Tensors

/// The order of the pictures in each epoch.
final class EpochOrder {
    private let count: Int
    private let seed: UInt64?
    private var known: (epoch: Int, order: [Int])?

    /// - Parameter seed: nil for the order in which the pictures are stored.
    init(count: Int, seed: UInt64?) {
        self.count = count
        self.seed = seed
    }

    func sample(at position: Int, epoch: Int) -> Int {
        guard let seed else { return position }
        if let known, known.epoch == epoch { return known.order[position] }
        var random = KeyedRandom(seed: seed, purpose: .shuffle, epoch)
        let order = random.permutation(of: count)
        known = (epoch, order)
        return order[position]
    }
}
