import OneDNNBackend
import Synchronization
import Testing

@Suite struct EngineThreadTests {
    private struct Refusal: Error {}

    @Test func resultsAndErrorsComeBack() throws {
        let thread = try EngineThread(threads: 2)
        #expect(try thread.run { try thread.run { 6 * 7 } } == 42)
        #expect(throws: Refusal.self) { try thread.run { throw Refusal() } }
        #expect(try thread.run { "still here" } == "still here")
    }

    @Test func aTeamOfTheAskedSize() throws {
        let thread = try EngineThread(threads: 2)
        let seen = Mutex<[Int]>([])
        try thread.run {
            parallel { thread, threads in
                seen.withLock { $0.append(10 * threads + thread) }
            }
        }
        #expect(seen.withLock { $0.sorted() } == [20, 21])
    }

    @Test func manyCallersTakeTurns() async throws {
        let thread = try EngineThread(threads: 1)
        let counter = Counter()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<100 {
                group.addTask { try thread.run { counter.value += 1 } }
            }
            try await group.waitForAll()
        }
        #expect(try thread.run { counter.value } == 100)
    }
}

/// Safe because only the engine thread touches it.
private final class Counter: @unchecked Sendable {
    var value = 0
}
