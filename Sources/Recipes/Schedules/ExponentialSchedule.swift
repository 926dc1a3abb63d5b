import Glibc
package import SpecSyntax

/// A rate that shrinks by the same factor in every stretch, a little with each step: `base · factor^(step / every)`.
///
/// With `every: 1 step` Caffe's `exp`. PyTorch's `ExponentialLR` changes at the ends of epochs only, where the two agree.
package struct ExponentialSchedule: Schedule {
    package let factor: Double
    package let every: TrainingLength

    package static let choice = ChoiceCase<any Schedule>(
        "exponential", help: "multiplies the rate by a factor over every epoch, a little with each step",
        aliases: ["exponentiallr", "exp", "exponentialdecay"]
    ) { fields in
        let usual = ExponentialSchedule(factor: 1)
        return ExponentialSchedule(
            factor: fields.required("factor", .rateFactor, help: "what the rate is multiplied by over the stretch"),
            every: fields.optional(
                "every", .positiveLength, default: usual.every, help: "the stretch that the factor is for"))
    }

    package init(factor: Double, every: TrainingLength = 1) {
        self.factor = factor
        self.every = every
    }

    package var dependsOnLength: Bool { every.dependsOnLength }

    package func rate(atStep step: Int, of total: Int, stepsPerEpoch: Int, base: Double) -> Double {
        base * pow(factor, Double(step) / max(1, every.steps(of: total, stepsPerEpoch: stepsPerEpoch)))
    }
}
