import Tensors
import Testing

@Suite("keyed random numbers")
struct KeyedRandomTests {
    private func draws(_ random: KeyedRandom) -> [UInt64] {
        var random = random
        return (0..<4).map { _ in random.next() }
    }

    @Test("a stream depends on every part of its key, and on nothing else") func keys() {
        let streams = [
            KeyedRandom(seed: 1, purpose: .dropout, 2, 3, 4), KeyedRandom(seed: 2, purpose: .dropout, 2, 3, 4),
            KeyedRandom(seed: 1, purpose: .shuffle, 2, 3, 4), KeyedRandom(seed: 1, purpose: .dropout, 3, 2, 4),
            KeyedRandom(seed: 1, purpose: .dropout, 2, 4, 3), KeyedRandom(seed: 1, purpose: .dropout, 2, 3, 5),
        ]
        #expect(Set(streams.map(draws)).count == streams.count)
        #expect(draws(streams[0]) == draws(KeyedRandom(seed: 1, purpose: .dropout, 2, 3, 4)))
    }

    private func mean(_ values: [Double]) -> Double {
        values.reduce(0, +) / Double(values.count)
    }

    /// Whether a mean is within four standard errors of what it must be.
    private func isNear(_ mean: Double, _ expected: Double, deviation: Double, count: Int) -> Bool {
        abs(mean - expected) < 4 * deviation / Double(count).squareRoot()
    }

    @Test("neighbouring keys give unrelated numbers") func neighbours() {
        let firsts = (0..<4000).map { sample in
            var random = KeyedRandom(seed: 1, purpose: .augmentation, 0, sample)
            return Double(random.uniform())
        }
        let products = zip(firsts, firsts.dropFirst()).map { ($0 - 0.5) * ($1 - 0.5) }
        #expect(isNear(mean(firsts), 0.5, deviation: 1 / 12.0.squareRoot(), count: 4000))
        #expect(isNear(mean(products), 0, deviation: 1 / 12.0, count: 3999))
    }

    @Test func uniform() {
        var random = KeyedRandom(seed: 3, purpose: .synthesis)
        let values = (0..<10_000).map { _ in Double(random.uniform(-2, 3)) }
        #expect(values.allSatisfy { $0 >= -2 && $0 < 3 })
        #expect(isNear(mean(values), 0.5, deviation: 5 / 12.0.squareRoot(), count: 10_000))
    }

    @Test func below() {
        var random = KeyedRandom(seed: 3, purpose: .synthesis)
        var counts = [Int](repeating: 0, count: 7)
        for _ in 0..<7000 { counts[random.below(7)] += 1 }
        #expect(counts.allSatisfy { abs($0 - 1000) < 4 * 30 }, "\(counts)")
    }

    @Test func normal() {
        var random = KeyedRandom(seed: 3, purpose: .synthesis)
        let values = (0..<10_000).map { _ in Double(random.normal()) }
        #expect(isNear(mean(values), 0, deviation: 1, count: 10_000))
        #expect(isNear(mean(values.map { $0 * $0 }), 1, deviation: 2.0.squareRoot(), count: 10_000))
        #expect(values.allSatisfy { $0.isFinite })
    }

    @Test func permutation() {
        var random = KeyedRandom(seed: 3, purpose: .shuffle)
        let order = random.permutation(of: 100)
        #expect(order.sorted() == Array(0..<100))
        #expect(order != Array(0..<100))
        #expect(random.permutation(of: 0).isEmpty)
    }
}
