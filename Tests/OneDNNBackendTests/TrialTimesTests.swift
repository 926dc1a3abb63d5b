import OneDNNBackend
import Testing

/// When trials of several candidates may end. Times in milliseconds, by hand.
@Suite struct TrialTimesTests {
    /// Rounds of one time for each candidate.
    private func times(_ rounds: [[Double]]) -> TrialTimes {
        var times = TrialTimes(candidates: rounds.first?.count ?? 0)
        for round in rounds {
            for (candidate, seconds) in round.enumerated() { times.note(seconds, of: candidate) }
        }
        return times
    }

    @Test func oneRoundShowsNothing() {
        #expect(!times([[1, 2]]).areClear)
    }

    @Test func timesThatAgreeTwiceAreClear() {
        let found = times([[10, 11], [10.2, 11.1]])
        #expect(found.areClear)
        #expect(found.seconds == [10, 11])
    }

    @Test func aDisturbedRunDoesNotCount() {
        #expect(times([[40, 11], [10, 90], [10.3, 11.2]]).areClear)
        #expect(times([[40, 11], [10, 90], [10.3, 11.2]]).seconds == [10, 11])
    }

    @Test func whatCouldBeTheFastestMustAgreeTwice() {
        #expect(!times([[10, 9], [10.1, 30]]).areClear, "the fastest has shown its time once")
        #expect(!times([[10, 12], [10.1, 30]]).areClear, "the other may be faster undisturbed")
    }

    @Test func whatIsFarSlowerNeedsNoSecondLook() {
        #expect(times([[10, 20], [10.1, 30]]).areClear)
    }

    @Test func oneAloneMustAgreeToo() {
        #expect(!times([[10], [15]]).areClear)
        #expect(times([[10], [15], [10.1]]).areClear)
    }

    @Test func noneIsClear() {
        #expect(TrialTimes(candidates: 0).areClear)
    }
}
