import Tensors

/// A place in one arena for every buffer, such that buffers in use at the same time do not overlap.
package struct MemoryPlan: Hashable, Sendable {
    /// A buffer: its size, and the first and last step that touches it.
    package struct Request: Hashable, Sendable {
        package let byteCount: Int
        package let lifetime: ClosedRange<Int>

        package init(byteCount: Int, lifetime: ClosedRange<Int>) {
            self.byteCount = byteCount
            self.lifetime = lifetime
        }
    }

    /// What every offset is a multiple of, in bytes: a cache line, and the widest vector.
    package static let alignment = 64

    static func aligned(_ byteCount: Int) -> Int { (byteCount + alignment - 1) / alignment * alignment }

    /// In the order of the requests.
    package let offsets: [Int]
    package let byteCount: Int

    /// Places buffer after buffer, each in the tightest gap that is free over its whole life: the largest first (Pisarchyk
    /// and Lee, "Efficient memory management for deep neural net inference", 2020: greedy by size). If that leaves gaps at
    /// the fullest moment, the buffer that lies last is moved to the front, some times over, should that need less; then
    /// the same from other orders: the large and long-lived first, and the long-lived.
    package init(_ requests: [Request]) {
        self = Self.best(requests)
    }

    private static func best(_ requests: [Request]) -> MemoryPlan {
        let least = MemoryLoad(requests).byteCount
        let orders = [
            order(requests) { ($0.byteCount, 0) },
            order(requests) { ($0.byteCount.saturatingTimes($0.lifetime.count), $0.byteCount) },
            order(requests) { ($0.lifetime.count, $0.byteCount) },
        ]
        let rounds = mostComparisons / orders.count / max(1, requests.count * requests.count)
        var best: MemoryPlan?
        for start in orders {
            var order = start
            for _ in 0..<min(max(rounds, 1), mostRounds) {
                let plan = MemoryPlan(requests, order: order)
                if plan.byteCount < best?.byteCount ?? .max { best = plan }
                if plan.byteCount <= least || rounds == 0 { return best ?? plan }
                let ends = order.map { plan.offsets[$0] + requests[$0].byteCount }
                guard let last = ends.indices.max(by: { ends[$0] < ends[$1] }) else { return plan }
                order.insert(order.remove(at: last), at: 0)
            }
        }
        return best ?? MemoryPlan(requests, order: [])
    }

    /// The time to place buffers grows with the square of their number: so many comparisons in all, but for the first order.
    private static let mostComparisons = 75_000_000
    /// From each order.
    private static let mostRounds = 20

    /// Those of the greatest weight first.
    private static func order(_ requests: [Request], weight: (Request) -> (Int, Int)) -> [Int] {
        let weights = requests.map(weight)
        return requests.indices.sorted { weights[$0] == weights[$1] ? $0 < $1 : weights[$0] > weights[$1] }
    }

    private init(_ requests: [Request], order: [Int]) {
        // In the order of their offsets.
        var placed: [(range: Range<Int>, lifetime: ClosedRange<Int>)] = []
        var offsets = [Int](repeating: 0, count: requests.count)
        for index in order {
            let request = requests[index]
            let length = Self.aligned(request.byteCount)
            let neighbours = placed.lazy.filter { $0.lifetime.overlaps(request.lifetime) }.map(\.range)
            let offset = tightestGap(of: length, between: neighbours)
            offsets[index] = offset
            let place = placed.partitioningIndex { $0.range.lowerBound > offset }
            placed.insert((offset..<offset + length, request.lifetime), at: place)
        }
        self.offsets = offsets
        byteCount = placed.reduce(0) { max($0, $1.range.upperBound) }
    }
}

/// The start of the smallest gap that holds `length` bytes, or the end of the last range.
///
/// - Parameter ranges: in the order of their lower bounds.
private func tightestGap(of length: Int, between ranges: some Sequence<Range<Int>>) -> Int {
    var end = 0
    var best: (start: Int, slack: Int)?
    for range in ranges {
        let slack = range.lowerBound - end - length
        if slack >= 0, best.map({ slack < $0.slack }) ?? true { best = (end, slack) }
        end = max(end, range.upperBound)
    }
    return best?.start ?? end
}

extension Array {
    /// The first index whose element and all behind it are `behind`, found by halving.
    fileprivate func partitioningIndex(_ behind: (Element) -> Bool) -> Int {
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = (low + high) / 2
            if behind(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
