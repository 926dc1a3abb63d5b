package import SpecSyntax

/// How the learning rate changes in the course of training: a pure function of the step, and for a few schedules of what
/// evaluations came to.
package protocol Schedule: Sendable, CustomStringConvertible {
    /// The name in specs, one line of help, and how the fields are read.
    static var choice: ChoiceCase<any Schedule> { get }

    /// Whether the rate of a step depends on how many steps there are in all, so that a run cannot be made longer.
    var dependsOnLength: Bool { get }

    /// The rate at its highest: that which most schedules set out from and then lower.
    ///
    /// - Parameter base: the optimiser's own rate.
    func highestRate(base: Double) -> Double

    /// The schedule's field that gives the highest rate; nil where it goes by the optimiser's own.
    var ownRateField: String? { get }

    /// Whether the rate rises first, so that it needs no warm-up before it.
    var warmsUp: Bool { get }

    /// The learning rate of a step.
    ///
    /// - Parameters:
    ///   - step: how many steps were made before, from 0.
    ///   - total: the steps of the whole training, whether or not this run makes them all.
    ///   - stepsPerEpoch: at least 1.
    ///   - base: the optimiser's own rate.
    func rate(atStep step: Int, of total: Int, stepsPerEpoch: Int, base: Double) -> Double

    /// What it remembers before the first evaluation; empty unless it goes by evaluations.
    var beginning: ScheduleMemory { get }

    /// What it remembers after another evaluation.
    ///
    /// - Parameter loss: the mean loss of the pictures that it goes by; NaN where it is none.
    func memory(_ memory: ScheduleMemory, afterEvaluation loss: Double) -> ScheduleMemory

    /// What the rate is multiplied by for what is remembered.
    func scale(_ memory: ScheduleMemory) -> Double

    /// Which of its stated ends it cannot reach in a training of so many steps, for a warning, and the field that is to blame;
    /// nil where it reaches all.
    func shortfall(of total: Int, stepsPerEpoch: Int) -> Shortfall?
}

/// What a schedule promises and cannot do in the steps that there are.
package struct Shortfall: Hashable, Sendable {
    /// `the change at 60 epochs lies behind the end`
    package let message: String
    package let help: String
    /// The field that asks for too much; nil for the whole.
    package let field: String?

    package init(_ message: String, field: String? = nil, help: String) {
        (self.message, self.field, self.help) = (message, field, help)
    }
}

extension Schedule {
    package var dependsOnLength: Bool { false }
    package func highestRate(base: Double) -> Double { base }
    package var ownRateField: String? { nil }
    package var warmsUp: Bool { false }
    package var beginning: ScheduleMemory { ScheduleMemory() }
    package func memory(_ memory: ScheduleMemory, afterEvaluation loss: Double) -> ScheduleMemory { memory }
    package func scale(_ memory: ScheduleMemory) -> Double { 1 }
    package func shortfall(of total: Int, stepsPerEpoch: Int) -> Shortfall? { nil }

    /// The name in specs.
    package var description: String { Self.choice.name }
}

/// What a schedule remembers of evaluations: named numbers, which a checkpoint can keep.
package struct ScheduleMemory: Hashable, Sendable {
    /// By name, all of them finite.
    package var numbers: [String: Double]

    package init(_ numbers: [String: Double] = [:]) {
        self.numbers = numbers
    }

    package var isEmpty: Bool { numbers.isEmpty }

    subscript(name: String) -> Double {
        get { numbers[name] ?? 0 }
        set { numbers[name] = newValue }
    }
}

/// Every schedule that specs can name. A new one adds its file and its line here.
package enum ScheduleCatalogue {
    package static let choices: [ChoiceCase<any Schedule>] = [
        ConstantSchedule.choice,
        StepSchedule.choice,
        MultiStepSchedule.choice,
        ExponentialSchedule.choice,
        InverseSchedule.choice,
        PolynomialSchedule.choice,
        SigmoidSchedule.choice,
        CosineSchedule.choice,
        CosineRestartsSchedule.choice,
        OneCycleSchedule.choice,
        LinearSchedule.choice,
        PlateauSchedule.choice,
    ]
}
