import Layers
package import SpecSyntax

/// The optimiser's rate, multiplied by a factor whenever the loss of evaluations has not fallen for some time.
///
/// PyTorch's `ReduceLROnPlateau` for a loss with its relative threshold: an evaluation is better if its loss is below
/// `best · (1 − threshold)`; after more than `patience` in a row that are not, the rate is multiplied by `factor`, and the
/// next `cooldown` evaluations do not count. A loss that is no number is not better.
package struct PlateauSchedule: Schedule {
    package let factor: Double
    package let patience: Int
    package let threshold: Double
    package let cooldown: Int
    package let final: Double

    package static let choice = ChoiceCase<any Schedule>(
        "plateau", help: "multiplies the rate by a factor when the loss of evaluations no longer falls",
        aliases: ["reducelronplateau", "reduceonplateau"]
    ) { fields in
        let usual = PlateauSchedule()
        return PlateauSchedule(
            factor: fields.optional(
                "factor", .number(1e-6...1), default: usual.factor, help: "what the rate is multiplied by"),
            patience: fields.optional(
                "patience", .integer(0...1_000_000), default: usual.patience,
                help: "so many evaluations in a row may be no better, and one more lowers the rate"),
            threshold: fields.optional(
                "threshold", .fraction, default: usual.threshold,
                help: "the part by which a loss must be lower to be better"),
            cooldown: fields.optional(
                "cooldown", .integer(0...1_000_000), default: usual.cooldown,
                help: "evaluations after a change that do not count"),
            final: fields.optional(
                "final", .number(0...1), default: usual.final,
                help: "the part of the optimiser's rate that it never goes below"))
    }

    package init(
        factor: Double = 0.1, patience: Int = 10, threshold: Double = 1e-4, cooldown: Int = 0, final: Double = 0
    ) {
        self.factor = factor
        self.patience = patience
        self.threshold = threshold
        self.cooldown = cooldown
        self.final = final
    }

    package func rate(atStep step: Int, of total: Int, stepsPerEpoch: Int, base: Double) -> Double { base }

    package var beginning: ScheduleMemory {
        ScheduleMemory([Key.scale: 1, Key.evaluations: 0, Key.best: 0, Key.waiting: 0, Key.cooling: 0])
    }

    package func scale(_ memory: ScheduleMemory) -> Double { memory.isEmpty ? 1 : memory[Key.scale] }

    package func memory(_ memory: ScheduleMemory, afterEvaluation loss: Double) -> ScheduleMemory {
        var next = memory
        let isBetter =
            loss.isFinite && (memory[Key.evaluations] == 0 || loss < memory[Key.best] * (1 - threshold))
        if isBetter { next[Key.best] = loss }
        if loss.isFinite { next[Key.evaluations] += 1 }
        next[Key.waiting] = isBetter ? 0 : memory[Key.waiting] + 1
        if memory[Key.cooling] > 0 {
            next[Key.cooling] = memory[Key.cooling] - 1
            next[Key.waiting] = 0
        }
        guard next[Key.waiting] > Double(patience) else { return next }
        next[Key.scale] = max(memory[Key.scale] * factor, final)
        (next[Key.cooling], next[Key.waiting]) = (Double(cooldown), 0)
        return next
    }

    /// The names of what is remembered.
    private enum Key {
        /// What the rate is multiplied by.
        static let scale = "scale"
        /// How many there were with a finite loss.
        static let evaluations = "evaluations"
        /// The lowest loss.
        static let best = "best"
        /// Evaluations since then.
        static let waiting = "waiting"
        /// Evaluations that do not count yet.
        static let cooling = "cooling"
    }
}
