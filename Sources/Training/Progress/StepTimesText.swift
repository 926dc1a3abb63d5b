/// What the steps of a training took, in words.
package struct StepTimesText: Sendable {
    private let times: StepTimes

    package init(_ times: StepTimes) {
        self.times = times
    }

    /// `1018 ms a step; waited 0.3 % of the time for pictures`
    package var line: String {
        let milliseconds = times.medianSeconds * 1e3
        let length = ProgressText.fixed(milliseconds, milliseconds < 100 ? 1 : 0)
        return "\(length) ms a step; waited \(ProgressText.percent(times.waitedShare)) of the time for pictures"
    }
}
