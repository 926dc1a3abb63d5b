/// Measures steps in wall time: how long they take, and how much of that they wait for their pictures.
struct StepClock {
    /// One step.
    struct Lap {
        let seconds: Double
        /// The part of `seconds` in which the batch was not ready yet.
        let waitedShare: Double
    }

    private var start = ContinuousClock.now
    private var waitedBefore = Duration.zero
    private var seconds: [Double] = []
    private var waitedSeconds = 0.0

    /// What lies between the steps before and those that follow does not count.
    mutating func restart() {
        start = .now
    }

    /// Ends a step; the next begins.
    ///
    /// - Parameter waited: how long all steps have waited for pictures.
    mutating func lap(waited: Duration) -> Lap {
        let now = ContinuousClock.now
        let taken = max(1e-9, (now - start) / .seconds(1))
        let waiting = min(taken, (waited - waitedBefore) / .seconds(1))
        (start, waitedBefore) = (now, waited)
        seconds.append(taken)
        waitedSeconds += waiting
        return Lap(seconds: taken, waitedShare: waiting / taken)
    }

    /// Nil before the first step.
    var times: StepTimes? {
        guard !seconds.isEmpty else { return nil }
        return StepTimes(
            count: seconds.count, medianSeconds: median(seconds),
            waitedShare: waitedSeconds / seconds.reduce(0, +))
    }
}

/// What the steps of a training took.
package struct StepTimes: Hashable, Sendable {
    package let count: Int
    package let medianSeconds: Double
    /// The part of the time of all steps in which they waited for pictures.
    package let waitedShare: Double
}

/// The middle of some numbers, or of the two in the middle; 0 of none.
func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    guard let upper = sorted.dropFirst(sorted.count / 2).first else { return 0 }
    return sorted.count % 2 == 1 ? upper : (sorted[sorted.count / 2 - 1] + upper) / 2
}
