import Glibc
package import SpecSyntax

/// A rate along an S: `base / (1 + exp(−gamma · (step − middle)))`.
///
/// Caffe's `sigmoid`, whose `stepsize` is `middle`. As there, the rate rises where `gamma` is above 0, and falls where it is
/// below.
package struct SigmoidSchedule: Schedule {
    package let gamma: Double
    package let middle: TrainingLength

    package static let choice = ChoiceCase<any Schedule>(
        "sigmoid", help: "changes the rate along an S: base / (1 + exp(−gamma · (step − middle)))"
    ) { fields in
        SigmoidSchedule(
            gamma: fields.required(
                "gamma", .number(-1000...1000), help: "how steep it is, for a step; below 0 the rate falls"),
            middle: fields.required("middle", .length, help: "where the rate is half the optimiser's"))
    }

    package init(gamma: Double, middle: TrainingLength) {
        self.gamma = gamma
        self.middle = middle
    }

    package var dependsOnLength: Bool { middle.dependsOnLength }

    package func rate(atStep step: Int, of total: Int, stepsPerEpoch: Int, base: Double) -> Double {
        base / (1 + exp(-gamma * (Double(step) - middle.steps(of: total, stepsPerEpoch: stepsPerEpoch))))
    }

    package func shortfall(of total: Int, stepsPerEpoch: Int) -> Shortfall? {
        guard middle.steps(of: total, stepsPerEpoch: stepsPerEpoch) >= Double(total) else { return nil }
        return Shortfall(
            "the middle of the curve, at \(middle.words), lies behind the end", field: "middle",
            help: "write `middle: 50 %` for the middle of the run")
    }
}
