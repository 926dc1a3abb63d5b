package import SpecSyntax

/// Halves of cosines one after the other, each beginning at the optimiser's rate again, and each longer by a factor.
///
/// `low + (base − low) · (1 + cos(π · t / T)) / 2`, `low = base · final`, `t` the steps since the last restart and `T` the
/// length of that period: `period · growth^n`. PyTorch's `CosineAnnealingWarmRestarts`. Source: Loshchilov and Hutter, SGDR,
/// ICLR 2017.
package struct CosineRestartsSchedule: Schedule {
    package let period: TrainingLength
    package let growth: Int
    package let final: Double

    package static let choice = ChoiceCase<any Schedule>(
        "cosine-restarts", help: "lowers the rate along half a cosine, again and again from the optimiser's rate",
        aliases: ["cosineannealingwarmrestarts", "cosinedecayrestarts", "sgdr"]
    ) { fields in
        let usual = CosineRestartsSchedule(period: 1)
        return CosineRestartsSchedule(
            period: fields.required("period", .positiveLength, help: "how long the first half cosine is"),
            growth: fields.optional(
                "growth", .integer(1...100), default: usual.growth, help: "how many times as long as one the next is"),
            final: fields.optional(
                "final", .number(0...1), default: usual.final,
                help: "the part of the optimiser's rate at the end of each"))
    }

    package init(period: TrainingLength, growth: Int = 1, final: Double = 0) {
        self.period = period
        self.growth = growth
        self.final = final
    }

    package var dependsOnLength: Bool { period.dependsOnLength }

    package func rate(atStep step: Int, of total: Int, stepsPerEpoch: Int, base: Double) -> Double {
        var length = max(1, period.steps(of: total, stepsPerEpoch: stepsPerEpoch))
        var time = Double(step)
        if growth == 1 {
            time = time.truncatingRemainder(dividingBy: length)
        } else {
            while time >= length { (time, length) = (time - length, length * Double(growth)) }
        }
        return annealed(from: base, to: base * final, at: time / length)
    }

    package func shortfall(of total: Int, stepsPerEpoch: Int) -> Shortfall? {
        guard period.steps(of: total, stepsPerEpoch: stepsPerEpoch) > Double(total) else { return nil }
        return Shortfall(
            "the first cosine does not end: it takes \(period.words), and the run is over before", field: "period",
            help: "make `period` shorter, or write `schedule: cosine`")
    }
}
