/// The learning rates of a whole training, step by step. Of a schedule that goes by evaluations it has the rates that come
/// if none of them is to its dislike.
package struct RateCurve: Sendable {
    package let settings: TrainSettings
    package let stepsPerEpoch: Int

    /// - Parameter stepsPerEpoch: at least 1.
    package init(_ settings: TrainSettings, stepsPerEpoch: Int) {
        self.settings = settings
        self.stepsPerEpoch = stepsPerEpoch
    }

    package var stepCount: Int { settings.epochs * stepsPerEpoch }

    /// Whether evaluations may change it.
    package var goesByEvaluations: Bool { !settings.schedule.beginning.isEmpty }

    /// - Parameter step: counted from 1, as in a run's metrics.
    package func rate(ofStep step: Int) -> Double {
        settings.rate(atStep: step - 1, stepsPerEpoch: stepsPerEpoch)
    }

    /// The epoch of a step, both counted from 1.
    package func epoch(ofStep step: Int) -> Int { (step - 1) / stepsPerEpoch + 1 }
}

extension TrainSettings {
    /// The first thing that the rate is said to do and cannot in so few steps, with the field of `train` that says so: `warmup`
    /// or `schedule`.
    package func rateShortfall(stepsPerEpoch: Int) -> (field: String, shortfall: Shortfall)? {
        let total = epochs * stepsPerEpoch
        if let shortfall = warmup?.shortfall(of: total, stepsPerEpoch: stepsPerEpoch) { return ("warmup", shortfall) }
        let rising = warmup?.steps(of: total, stepsPerEpoch: stepsPerEpoch) ?? 0
        return schedule.shortfall(of: max(1, total - rising), stepsPerEpoch: stepsPerEpoch).map { ("schedule", $0) }
    }
}
