import Planning
import Testing

/// The fullest moment of some buffers, by hand. Sizes are counted in whole lines of 64 bytes.
struct MemoryLoadTests {
    private func load(_ requests: (Int, ClosedRange<Int>)...) -> MemoryLoad {
        MemoryLoad(requests.map { MemoryPlan.Request(byteCount: $0.0, lifetime: $0.1) })
    }

    @Test func sumsWhatIsInUseAtOnce() {
        // 100 and 200 at step 1; 200 and 300 at steps 3 and 4; 300 alone at 5.
        let found = load((100, 0...1), (200, 1...4), (300, 3...5))
        #expect(found.byteCount == 256 + 320)
        #expect(found.step == 3)
    }

    @Test func theFirstOfEqualsIsTold() {
        #expect(load((64, 2...2), (64, 5...5)).step == 2)
    }

    @Test func nothingNeedsNothing() {
        #expect(load().byteCount == 0)
    }
}
