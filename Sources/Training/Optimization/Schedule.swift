package import SpecSyntax

/// How the learning rate changes in the course of training: a pure function of the step.
package protocol Schedule: Sendable, CustomStringConvertible {
    /// The name in specs, one line of help, and how the fields are read.
    static var choice: ChoiceCase<any Schedule> { get }

    /// Whether the rate of a step depends on how many steps there are in all, so that a run cannot be made longer.
    var dependsOnLength: Bool { get }

    /// The rate that the schedule sets out from, before it lowers it.
    ///
    /// - Parameter base: the optimiser's own rate.
    func highestRate(base: Double) -> Double

    /// The learning rate of a step.
    ///
    /// - Parameters:
    ///   - step: how many steps were made before, from 0.
    ///   - total: the steps of the whole training, whether or not this run makes them all.
    ///   - stepsPerEpoch: at least 1.
    ///   - base: the optimiser's own rate.
    func rate(atStep step: Int, of total: Int, stepsPerEpoch: Int, base: Double) -> Double
}

extension Schedule {
    package func highestRate(base: Double) -> Double { base }

    /// The name in specs.
    package var description: String { Self.choice.name }
}

/// Every schedule that specs can name. A new one adds its file and its line here.
package enum ScheduleCatalogue {
    package static let choices: [ChoiceCase<any Schedule>] = [
        ConstantSchedule.choice,
        StepSchedule.choice,
        CosineSchedule.choice,
        OneCycleSchedule.choice,
    ]
}
