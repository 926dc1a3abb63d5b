import Datasets
import Testing

@Suite struct EpochOrderTests {
    private let labels = [Int](repeating: 0, count: 80) + [Int](repeating: 1, count: 15) + [Int](repeating: 3, count: 5)

    private func epoch(_ number: Int, seed: UInt64 = 7) -> [Int] {
        let order = EpochOrder(count: labels.count, seed: seed, balanced: labels)
        return labels.indices.map { order.sample(at: $0, epoch: number) }
    }

    @Test func everyClassIsThereEquallyOften() {
        for number in 0..<5 {
            let order = epoch(number)
            let counts = [0, 1, 3].map { label in order.count { labels[$0] == label } }
            #expect(counts.sorted() == [33, 33, 34])
            // Of the large class each at most once, of the small ones each in turn.
            #expect(Set(order.filter { labels[$0] == 0 }).count == counts[0])
            for (label, size) in [(1, 15), (3, 5)] {
                let times = Dictionary(grouping: order.filter { labels[$0] == label }) { $0 }.mapValues(\.count)
                #expect(times.count == size)
                #expect((times.values.max() ?? 0) - (times.values.min() ?? 0) <= 1)
            }
        }
    }

    @Test func theOrderIsOfTheSeedAndTheEpoch() {
        #expect(epoch(2) == epoch(2))
        #expect(epoch(2) != epoch(3))
        #expect(epoch(2) != epoch(2, seed: 8))
    }
}
