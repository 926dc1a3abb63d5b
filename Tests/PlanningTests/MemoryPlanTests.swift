import Planning
import Testing

@Suite("memory plans")
struct MemoryPlanTests {
    @Test("worked by hand: buffers that follow each other share their place")
    func shared() {
        // C, the largest, is placed first; A is gone before it comes; B meets both.
        let plan = MemoryPlan([request(100, 0...1), request(64, 1...2), request(128, 2...3)])
        #expect(plan.offsets == [0, 128, 0])
        #expect(plan.byteCount == 192)
    }

    @Test("worked by hand: the tightest gap is taken")
    func gaps() {
        // Sizes fall, so the order is that of the list. At step 2 only the second and fourth are in use, and leave 0..<640
        // and 1216..<1728 free.
        let plan = MemoryPlan([
            request(640, 0...1), request(576, 1...2), request(512, 1...1), request(448, 1...2), request(384, 2...2),
        ])
        #expect(plan.offsets == [0, 640, 1216, 1728, 1216])
        #expect(plan.byteCount == 2176)
    }

    @Test("nothing, empty buffers, and sizes that are no multiple of the alignment")
    func edges() {
        #expect(MemoryPlan([]).byteCount == 0)
        #expect(MemoryPlan([request(0, 0...9), request(0, 0...9)]).byteCount == 0)
        let plan = MemoryPlan([request(1, 0...0), request(1, 0...0), request(65, 0...0)])
        #expect(plan.offsets == [128, 192, 0])
        #expect(plan.byteCount == 256)
    }

    @Test("worked by hand: where the largest first leaves a gap, what lies last goes first")
    func orders() {
        // The largest first: C at 0, A at 0, D behind A at 192, B behind D at 320: 384 in all. B before them: B at 0, C behind
        // it at 64, A at 0, D behind A at 192. At step 0 A and D are in use, 320; no less will do.
        let plan = MemoryPlan([request(192, 0...0), request(64, 1...3), request(256, 3...3), request(128, 0...1)])
        #expect(plan.offsets == [0, 0, 64, 192])
        #expect(plan.byteCount == 320)
    }

    @Test("random lifetimes never overlap, are aligned, and fit", arguments: 0..<200)
    func random(_ seed: UInt64) {
        var random = Random(seed: seed)
        let requests = (0..<random.next(below: 120) + 1).map { _ in
            let start = random.next(below: 40)
            let size = random.next(below: 3) == 0 ? random.next(below: 8) * 64 : random.next(below: 5000)
            return request(size, start...start + random.next(below: 12))
        }
        let plan = MemoryPlan(requests)
        #expect(defects(of: plan, for: requests) == [], "seed \(seed)")
        #expect(MemoryPlan(requests) == plan, "seed \(seed)")
    }

    @Test("a chain takes the room of its two largest neighbours")
    func chain() {
        let requests = (0..<1000).map { request(64 * ($0 % 7 + 1), $0...$0 + 1) }
        #expect(MemoryPlan(requests).byteCount == 64 * (7 + 6))
    }

    private func request(_ byteCount: Int, _ lifetime: ClosedRange<Int>) -> MemoryPlan.Request {
        MemoryPlan.Request(byteCount: byteCount, lifetime: lifetime)
    }

    /// What a memory plan must never be: empty when it is sound.
    private func defects(of plan: MemoryPlan, for requests: [MemoryPlan.Request]) -> [String] {
        var defects: [String] = []
        let ranges = zip(plan.offsets, requests).map { $0..<$0 + $1.byteCount }
        if plan.offsets.count != requests.count { defects.append("\(plan.offsets.count) offsets") }
        for (index, range) in ranges.enumerated() {
            if range.lowerBound < 0 || range.upperBound > plan.byteCount { defects.append("\(index) lies outside") }
            if !range.lowerBound.isMultiple(of: MemoryPlan.alignment) { defects.append("\(index) is not aligned") }
            for other in 0..<index where requests[other].lifetime.overlaps(requests[index].lifetime) {
                if ranges[other].overlaps(range) { defects.append("\(other) and \(index) overlap") }
            }
        }
        let last = requests.map(\.lifetime.upperBound).max() ?? 0
        let mostAlive =
            (0...last).map { step in
                requests.reduce(0) { $0 + ($1.lifetime.contains(step) ? $1.byteCount : 0) }
            }.max() ?? 0
        if plan.byteCount < mostAlive { defects.append("\(plan.byteCount) bytes, and \(mostAlive) are in use at once") }
        return defects
    }
}
