import Tensors

/// Rounds numbers to fewer significant bits, up or down by chance, each way the more often the nearer it is. So two results
/// of one computation differ as rounding makes them differ.
struct ChanceRounding: Hashable {
    let significantBits: Int
    /// Another makes other choices.
    let seed: UInt64

    /// - Parameter place: what is rounded; each has choices of its own.
    func callAsFunction(_ tensor: Tensor, place: Int) -> Tensor {
        var random = KeyedRandom(seed: seed, purpose: .synthesis, place)
        let dropped = (UInt32(1) << UInt32(24 - significantBits)) - 1
        return Tensor(
            tensor.shape,
            tensor.values.map { value in
                guard value.isFinite else { return value }
                let chance = UInt32(truncatingIfNeeded: random.next())
                return Float(bitPattern: (value.bitPattern + (chance & dropped)) & ~dropped)
            })
    }
}
