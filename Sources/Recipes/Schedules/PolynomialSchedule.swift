import Glibc
package import SpecSyntax

/// A rate that falls as a power of what is left: `low + (base − low) · (1 − step / over)^power`, `low = base · final`.
///
/// With the defaults a straight line to 0 at the end. Caffe's `poly`, whose `max_iter` is `over`, and PyTorch's
/// `PolynomialLR`; after `over` the rate stays.
package struct PolynomialSchedule: Schedule {
    package let power: Double
    package let over: TrainingLength
    package let final: Double

    package static let choice = ChoiceCase<any Schedule>(
        "polynomial", help: "lowers the rate as a power of what is left of the run; 1 is a straight line",
        aliases: ["poly", "polynomiallr", "polynomialdecay"]
    ) { fields in
        let usual = PolynomialSchedule()
        return PolynomialSchedule(
            power: fields.optional(
                "power", .number(0...100), default: usual.power, help: "above 1 it falls faster at first"),
            over: fields.optional(
                "over", .positiveLength, default: usual.over, help: "where it has fallen all the way"),
            final: fields.optional(
                "final", .number(0...1), default: usual.final,
                help: "the part of the optimiser's rate that is left there"))
    }

    package init(power: Double = 1, over: TrainingLength = .percent(100), final: Double = 0) {
        self.power = power
        self.over = over
        self.final = final
    }

    package var dependsOnLength: Bool { over.dependsOnLength }

    package func rate(atStep step: Int, of total: Int, stepsPerEpoch: Int, base: Double) -> Double {
        let end = max(1, over.steps(of: total, stepsPerEpoch: stepsPerEpoch))
        let low = base * final
        return low + (base - low) * pow(1 - min(1, Double(step) / end), power)
    }

    package func shortfall(of total: Int, stepsPerEpoch: Int) -> Shortfall? {
        guard over.steps(of: total, stepsPerEpoch: stepsPerEpoch) > Double(total) else { return nil }
        return Shortfall(
            "the rate does not fall all the way: that takes \(over.words), and the run is over before", field: "over",
            help: "leave `over` out, which makes it the length of the run")
    }
}
