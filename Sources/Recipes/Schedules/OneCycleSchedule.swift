import Diagnostics
package import SpecSyntax

/// Up to a peak and down again to almost nothing, both along half a cosine.
///
/// From `peak / div` to `peak` over the first `warmup` of all steps, then to `peak / div / finalDiv` at the last step:
/// PyTorch's `OneCycleLR` with its defaults. The optimiser's rate plays no part unless `peak` is left out. Source: Smith
/// and Topin, 2018, arXiv:1708.07120; `torch/optim/lr_scheduler.py`.
package struct OneCycleSchedule: Schedule {
    package let peak: Double?
    package let warmup: Double
    package let div: Double
    package let finalDiv: Double

    package static let choice = ChoiceCase<any Schedule>(
        "one-cycle", help: "raises the rate to a peak and lowers it to almost nothing, along cosines",
        aliases: ["onecyclelr", "1cycle"]
    ) { fields in
        let usual = OneCycleSchedule()
        return OneCycleSchedule(
            peak: fields.ifPresent(
                "peak", .number(1e-12...1e6), help: "the highest rate; the optimiser's `rate` if left out"),
            warmup: fields.optional(
                "warmup", .number(0...1), default: usual.warmup, help: "the part of all steps in which the rate rises"),
            div: fields.optional(
                "div", .number(1...1e9), default: usual.div, help: "the first rate is the peak divided by this"),
            finalDiv: fields.optional(
                "final-div", .number(1e-9...1e12), default: usual.finalDiv,
                help: "the last rate is the first divided by this"))
    }

    package init(peak: Double? = nil, warmup: Double = 0.3, div: Double = 25, finalDiv: Double = 1e4) {
        self.peak = peak
        self.warmup = warmup
        self.div = div
        self.finalDiv = finalDiv
    }

    package var dependsOnLength: Bool { true }
    package var warmsUp: Bool { warmup > 0 }

    package func highestRate(base: Double) -> Double { peak ?? base }
    package var ownRateField: String? { peak == nil ? nil : "peak" }

    package func rate(atStep step: Int, of total: Int, stepsPerEpoch: Int, base: Double) -> Double {
        let peak = highestRate(base: base)
        let first = peak / div
        let top = top(of: total)
        let last = Double(total - 1)
        let step = Double(step)
        if step <= top || last <= top { return annealed(from: first, to: peak, at: top > 0 ? min(1, step / top) : 1) }
        return annealed(from: peak, to: first / finalDiv, at: min(1, (step - top) / (last - top)))
    }

    /// The step at which the peak is reached, which need not be whole.
    private func top(of total: Int) -> Double { warmup * Double(total) - 1 }

    package func shortfall(of total: Int, stepsPerEpoch: Int) -> Shortfall? {
        if Double(total - 1) <= top(of: total) {
            return Shortfall(
                "the rate only rises: `warmup` is all of the run", field: "warmup", help: "write `warmup: 0.3`")
        }
        let peak = highestRate(base: 1)
        let highest = (0..<min(total, 16)).reduce(0) {
            max($0, rate(atStep: $1, of: total, stepsPerEpoch: stepsPerEpoch, base: 1))
        }
        guard total < 16, highest < 0.9 * peak else { return nil }
        return Shortfall(
            "the rate never comes near its peak: a run of \(counted(total, "step")) has no room for a cycle",
            help: "make the run longer, or write `schedule: constant`")
    }
}
