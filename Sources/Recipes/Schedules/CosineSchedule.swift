import Glibc
package import SpecSyntax

/// Half a cosine from the optimiser's rate down to a part of it, after a linear warm-up.
///
/// With `W` warm-up steps of `T` in all: `base · (step + 1) / W` while `step < W`, then
/// `low + (base − low) · (1 + cos(π · (step − W) / (T − W))) / 2`, `low = base · final`. Without warm-up this is PyTorch's
/// `CosineAnnealingLR` with `T_max = T`. Source: Loshchilov and Hutter, ICLR 2017.
package struct CosineSchedule: Schedule {
    package let warmup: TrainingLength
    package let final: Double

    package static let choice = ChoiceCase<any Schedule>(
        "cosine", help: "lowers the rate along half a cosine",
        aliases: ["cosineannealing", "cosineannealinglr", "cosinedecay"]
    ) { fields in
        let usual = CosineSchedule()
        return CosineSchedule(
            warmup: fields.optional(
                "warmup", .length, default: usual.warmup,
                help: "how long the rate first rises to the optimiser's"),
            final: fields.optional(
                "final", .number(0...1), default: usual.final,
                help: "the part of the optimiser's rate that is left at the end"))
    }

    package init(warmup: TrainingLength = 0, final: Double = 0) {
        self.warmup = warmup
        self.final = final
    }

    package var dependsOnLength: Bool { true }
    package var warmsUp: Bool { warmup != 0 }

    package func rate(atStep step: Int, of total: Int, stepsPerEpoch: Int, base: Double) -> Double {
        let warmup = warmup.steps(of: total, stepsPerEpoch: stepsPerEpoch)
        let step = Double(step)
        if step < warmup { return base * (step + 1) / warmup }
        let progress = min(1, (step - warmup) / max(1, Double(total) - warmup))
        return annealed(from: base, to: base * final, at: progress)
    }

    package func shortfall(of total: Int, stepsPerEpoch: Int) -> Shortfall? {
        Warmup(over: warmup).shortfall(of: total, stepsPerEpoch: stepsPerEpoch)
            ?? (total < 2
                ? Shortfall("the rate does not fall: the run has one step", help: "make the run longer") : nil)
    }
}

/// The place on half a cosine from `start` (`progress` 0) to `end` (`progress` 1).
func annealed(from start: Double, to end: Double, at progress: Double) -> Double {
    end + (start - end) / 2 * (1 + cos(Double.pi * progress))
}
