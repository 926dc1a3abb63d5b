import Glibc
package import SpecSyntax

/// The optimiser's rate, multiplied by a factor at regular intervals: `base · factor^floor(step / every)`.
///
/// PyTorch's `StepLR`; Caffe's `step`, whose interval is in steps.
package struct StepSchedule: Schedule {
    package let every: TrainingLength
    package let factor: Double

    package static let choice = ChoiceCase<any Schedule>(
        "step", help: "multiplies the rate by a factor at regular intervals",
        aliases: ["steplr", "stepdecay"]
    ) { fields in
        StepSchedule(
            every: fields.required("every", .positiveLength, help: "how long it is from one change to the next"),
            factor: fields.required("factor", .rateFactor, help: "what the rate is multiplied by"))
    }

    package init(every: TrainingLength, factor: Double) {
        self.every = every
        self.factor = factor
    }

    package var dependsOnLength: Bool { every.dependsOnLength }

    package func rate(atStep step: Int, of total: Int, stepsPerEpoch: Int, base: Double) -> Double {
        let period = max(1, every.steps(of: total, stepsPerEpoch: stepsPerEpoch))
        return base * pow(factor, (Double(step) / period).rounded(.down))
    }

    package func shortfall(of total: Int, stepsPerEpoch: Int) -> Shortfall? {
        guard every.steps(of: total, stepsPerEpoch: stepsPerEpoch) >= Double(total) else { return nil }
        return Shortfall(
            "the rate never changes: the first change comes after \(every.words), where the run is over",
            field: "every",
            help: "make `every` shorter than the run, or leave `schedule` out")
    }
}

extension FieldFormat where Value == Double {
    /// What a rate may be multiplied by: more makes a rate that no training survives.
    static var rateFactor: FieldFormat { .number(1e-6...1000) }
}
