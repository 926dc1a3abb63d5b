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

    @Test func aTeamIsAsLargeAsAskedForOrAllowed() {
        #expect(ThreadTeam(asked: 2, limit: 2).threads == 2)
        #expect(ThreadTeam(asked: 4, limit: 2).threads == 2)
        #expect(ThreadTeam(asked: 1, limit: 1).note(processors: 1) == nil)
        #expect(
            ThreadTeam(asked: 4, limit: 1).note(processors: 8)
                == "1 thread of the 4 asked for: `OMP_THREAD_LIMIT` allows no more")
        #expect(
            ThreadTeam(asked: 64, limit: 1000).note(processors: 2)
                == "64 threads share 2 processors and wait for each other; `--threads 2` is faster")
        #expect(ThreadTeam(asked: 2, limit: 1000).note(processors: 2) == nil)
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
