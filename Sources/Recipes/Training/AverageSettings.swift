import Diagnostics
import Glibc
import Layers
package import SpecSyntax

/// A moving average of the weights, which is evaluated in their place; the mapping `train.average`.
///
/// From the epoch `from` on, after every `every` steps: `a ← a + (1 − decay) · (w − a)`; first of all `a ← w`. Running
/// statistics are averaged alike, or with `re-estimate` found anew, as the means over so many batches of training pictures. Source: Polyak and Juditsky, 1992; `torch.optim.swa_utils.AveragedModel` with
/// `get_ema_multi_avg_fn` and `use_buffers`.
package struct AverageSettings: Sendable, CustomStringConvertible {
    package enum Memory: Hashable, Sendable {
        /// What stays of the average each time.
        case decay(Double)
        /// In so many epochs the share of older weights falls to a half.
        case halfLife(epochs: Double)
    }

    package let memory: Memory
    /// Steps from one time to the next.
    package let every: Int
    /// Epochs before the first time.
    package let from: Double
    /// By how many batches the average's running statistics are estimated anew before it is used; 0 where they are averaged.
    package let reestimate: Int

    package init(_ memory: Memory, every: Int = 1, from: Double = 0, reestimate: Int = 0) {
        self.memory = memory
        self.every = every
        self.from = from
        self.reestimate = reestimate
    }

    /// Reads and declares the fields.
    package static func read(_ fields: FieldReader) -> AverageSettings {
        let decay = fields.ifPresent(
            "decay", .fraction, help: "what stays of the average each time; or give `half-life`")
        let halfLife = fields.ifPresent(
            "half-life", .positiveNumber, help: "the epochs in which the share of older weights falls to a half")
        let usual = AverageSettings(.decay(0))
        let every = fields.optional(
            "every", .integer(1...1_000_000), default: usual.every, help: "steps from one time to the next")
        let from = fields.optional(
            "from", .number(0...1_000_000), default: usual.from, help: "epochs before the average begins")
        let reestimate = fields.optional(
            "re-estimate", .integer(0...65_536), default: usual.reestimate,
            help: "batches by which the average's running statistics are found anew before it is used; 0 averages them")
        if !fields.failed, (decay == nil) == (halfLife == nil) {
            fields.report(
                Diagnostic(
                    .contradiction,
                    "an average needs either `decay` or `half-life`, found \(decay == nil ? "neither" : "both")",
                    at: fields.span(of: "half-life"), help: "write, for example, `average: {decay: 0.999}`"))
        }
        return AverageSettings(
            halfLife.map { .halfLife(epochs: $0) } ?? .decay(decay ?? 0), every: every, from: from,
            reestimate: reestimate)
    }

    /// `{decay: 0.999, every: 5, from: 0, re-estimate: 0}`
    package var description: String {
        let memory =
            switch memory {
            case .decay(let decay): "decay: \(shortest(decay))"
            case .halfLife(let epochs): "half-life: \(shortest(epochs))"
            }
        return "{\(memory), every: \(every), from: \(shortest(from)), re-estimate: \(reestimate)}"
    }

    /// The first step, counted from 1, after which there is an average.
    package func firstStep(stepsPerEpoch: Int) -> Int {
        let begin = max(1, Int((from * Double(stepsPerEpoch)).rounded(.up)))
        return (begin + every - 1) / every * every
    }

    /// The part of the weights that comes into the average once so many steps are made; nil where nothing does.
    package func share(afterStep step: Int, stepsPerEpoch: Int) -> Double? {
        let first = firstStep(stepsPerEpoch: stepsPerEpoch)
        guard step >= first, step % every == 0 else { return nil }
        if step == first { return 1 }
        switch memory {
        case .decay(let decay): return 1 - decay
        case .halfLife(let epochs): return 1 - exp2(-Double(every) / (epochs * Double(stepsPerEpoch)))
        }
    }
}
