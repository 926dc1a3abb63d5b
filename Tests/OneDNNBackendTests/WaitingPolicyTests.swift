import OneDNNBackend
import Testing

/// Whether waiting threads sleep, by what steps got of two processors.
@Suite struct WaitingPolicyTests {
    private func policy(after steps: [(wall: Double, processors: Double)]) -> WaitingPolicy {
        var policy = WaitingPolicy()
        for step in steps { policy.note(wallSeconds: step.wall, processorSeconds: step.processors, threads: 2) }
        return policy
    }

    @Test func aTeamAloneStaysAwake() {
        #expect(!policy(after: []).sleeps)
        #expect(!policy(after: Array(repeating: (0.02, 0.0398), count: 100)).sleeps)
        #expect(!policy(after: [(1.8, 3.58)]).sleeps)
    }

    @Test func aTeamThatSharesAProcessorSleeps() {
        // One of two processors is shared with one other process: three quarters of both.
        #expect(policy(after: Array(repeating: (0.02, 0.03), count: 6)).sleeps)
        #expect(policy(after: [(1.8, 2.7)]).sleeps)
    }

    @Test func littleIsNotJudged() {
        #expect(!policy(after: [(0.02, 0.01)]).sleeps)
    }

    @Test func itLooksAgainWhetherTheOthersHaveGone() {
        let asleep = Array(repeating: (0.2, 0.3), count: 14)
        #expect(policy(after: asleep).sleeps)
        let awake = asleep + [(0.2, 0.3), (0.2, 0.3)]
        #expect(!policy(after: awake).sleeps, "three seconds later it tries")
        #expect(policy(after: awake + [(0.2, 0.3)]).sleeps, "and goes back to sleep")
        #expect(!policy(after: awake + [(0.2, 0.399)]).sleeps, "or stays awake")
    }
}
