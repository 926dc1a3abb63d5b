import Diagnostics
import Glibc
package import SpecSyntax

/// The optimiser's rate, multiplied by a factor at each of some points: `base · factor^(number of points ≤ step)`.
///
/// PyTorch's `MultiStepLR`, Caffe's `multistep`.
package struct MultiStepSchedule: Schedule {
    package let points: [TrainingLength]
    package let factor: Double

    package static let choice = ChoiceCase<any Schedule>(
        "multi-step", help: "multiplies the rate by a factor at some points",
        aliases: ["multisteplr", "piecewiseconstant", "piecewiseconstantdecay"]
    ) { fields in
        let points = fields.required("at", .list(of: .length), help: "where the rate changes: `[30, 60, 80]`")
        if !fields.failed, points.isEmpty {
            fields.report(
                Diagnostic(
                    .wrongCount, "`at` must have at least one point, found none", at: fields.span(of: "at"),
                    help: "write, for example, `at: [30, 60, 80]`"))
        }
        let usual = MultiStepSchedule(at: points)
        return MultiStepSchedule(
            at: points,
            factor: fields.optional("factor", .rateFactor, default: usual.factor, help: "what it is multiplied by"))
    }

    package init(at points: [TrainingLength], factor: Double = 0.1) {
        self.points = points
        self.factor = factor
    }

    package var dependsOnLength: Bool { points.contains(where: \.dependsOnLength) }

    package func rate(atStep step: Int, of total: Int, stepsPerEpoch: Int, base: Double) -> Double {
        let passed = points.count { $0.steps(of: total, stepsPerEpoch: stepsPerEpoch) <= Double(step) }
        return base * pow(factor, Double(passed))
    }

    package func shortfall(of total: Int, stepsPerEpoch: Int) -> Shortfall? {
        let late = points.first { $0.steps(of: total, stepsPerEpoch: stepsPerEpoch) >= Double(total) }
        return late.map {
            Shortfall(
                "the change at \($0.words) never comes: the run is over by then", field: "at",
                help: "take it out of `at`, or make the run longer")
        }
    }
}
