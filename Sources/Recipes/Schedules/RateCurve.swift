/// The learning rates of a whole training, step by step. Of a schedule that goes by evaluations it has the rates that come
/// if none of them is to its dislike.
package struct RateCurve: Sendable {
    package let settings: TrainSettings
    private let course: TrainingCourse

    /// - Parameter stepsPerEpoch: at least 1.
    package init(_ settings: TrainSettings, stepsPerEpoch: Int) {
        self.settings = settings
        course = settings.course(stepsPerEpoch: stepsPerEpoch)
    }

    package var stepsPerEpoch: Int { course.stepsPerEpoch }
    package var stepCount: Int { course.totalSteps }

    /// Whether evaluations may change it.
    package var goesByEvaluations: Bool { !settings.schedule.beginning.isEmpty }

    /// - Parameter step: counted from 1, as in a run's metrics.
    package func rate(ofStep step: Int) -> Double {
        settings.rate(atStep: step - 1, stepsPerEpoch: course.stepsPerEpoch)
    }

    /// The epoch of a step, both counted from 1.
    package func epoch(ofStep step: Int) -> Int { course.epoch(ofStep: step) }
}

extension TrainSettings {
    /// The first thing that the rate is said to do and cannot in so few steps, with the field of `train` that says so: `warmup`
    /// or `schedule`.
    package func rateShortfall(stepsPerEpoch: Int) -> (field: String, shortfall: Shortfall)? {
        let total = course(stepsPerEpoch: stepsPerEpoch).totalSteps
        if let shortfall = warmup?.shortfall(of: total, stepsPerEpoch: stepsPerEpoch) { return ("warmup", shortfall) }
        let rising = warmup?.steps(of: total, stepsPerEpoch: stepsPerEpoch) ?? 0
        return schedule.shortfall(of: max(1, total - rising), stepsPerEpoch: stepsPerEpoch).map { ("schedule", $0) }
    }
}
