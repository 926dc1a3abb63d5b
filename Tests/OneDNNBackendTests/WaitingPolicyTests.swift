import OneDNNBackend
import Testing

/// Whether waiting threads sleep, by the part of their time in which they had no processor.
@Suite struct WaitingPolicyTests {
    private func sleeps(after shares: [Double]) -> Bool {
        var policy = WaitingPolicy()
        for share in shares { policy.note(delayedShare: share) }
        return policy.sleeps
    }

    @Test func aTeamAloneStaysAwake() {
        #expect(!sleeps(after: []))
        #expect(!sleeps(after: [0, 0.01, 0.03, 0.045]))
    }

    @Test func aTeamThatSharesAProcessorSleeps() {
        // One of two threads shares its processor with another process: it waits half of its time, a quarter of the team's.
        #expect(sleeps(after: [0.25]))
        #expect(sleeps(after: [0, 0.06]))
    }

    @Test func itWakesWhenTheOthersHaveGone() {
        #expect(sleeps(after: [0.25, 0.03]), "not before they have gone indeed")
        #expect(!sleeps(after: [0.25, 0.01]))
        #expect(!sleeps(after: [0.25, 0.01, 0.03]))
    }
}
