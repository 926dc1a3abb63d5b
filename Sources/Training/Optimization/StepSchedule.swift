import Glibc
package import SpecSyntax

/// The rate is multiplied by `factor` at regular intervals: `base · factor^⌊step / period⌋`.
///
/// The period is `epochs · stepsPerEpoch`, rounded to whole steps and at least 1. With whole epochs this is PyTorch's
/// `StepLR` and Caffe's `step`.
package struct StepSchedule: Schedule {
    package let epochs: Double
    package let factor: Double

    package static let choice = ChoiceCase<any Schedule>("step", help: "multiplies the rate at regular intervals") {
        fields in
        StepSchedule(
            every: fields.required("every", .positiveNumber, help: "epochs between two changes; may be a fraction"),
            factor: fields.required("factor", .positiveNumber, help: "what the rate is multiplied by"))
    }

    package init(every epochs: Double, factor: Double) {
        self.epochs = epochs
        self.factor = factor
    }

    package var dependsOnLength: Bool { false }

    package func rate(atStep step: Int, of total: Int, stepsPerEpoch: Int, base: Double) -> Double {
        let period = max(1, (epochs * Double(stepsPerEpoch)).rounded())
        return base * pow(factor, (Double(step) / period).rounded(.down))
    }
}
