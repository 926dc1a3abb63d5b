package import SpecSyntax

/// Divides each gradient by the root of the sum of all its squares so far.
///
/// With `g ← g + decay · w` (see `DecayForm`): `s ← s + g²`, then in step `t`, counted from 0, `w ← w − rate / (1 + t · lr-decay) · g / (√s +
/// eps)`. Source: Duchi et al., JMLR 2011; `torch/optim/adagrad.py`.
package struct AdaGrad: Optimizer {
    package let rate: Double
    package let rateDecay: Double
    package let weightDecay: Double
    package let initialAccumulator: Double
    package let eps: Double
    package let decayForm: DecayForm

    package static let choice = ChoiceCase<any Optimizer>(
        "adagrad", help: "divides each gradient by the root of the sum of its squares so far"
    ) { fields in
        let usual = AdaGrad()
        return AdaGrad(
            rate: fields.learningRate(default: usual.rate),
            rateDecay: fields.optional(
                "lr-decay", .number(0...), default: usual.rateDecay,
                help: "step t, from 0, has the rate divided by 1 + t times this"),
            weightDecay: fields.weightDecay(default: usual.weightDecay),
            initialAccumulator: fields.optional(
                "initial-accumulator-value", .number(0...), default: usual.initialAccumulator,
                help: "what the sums begin with"),
            eps: fields.eps(default: usual.eps), decayForm: fields.decayForm(default: usual.decayForm))
    }

    package init(
        rate: Double = 0.01, rateDecay: Double = 0, weightDecay: Double = 0, initialAccumulator: Double = 0,
        eps: Double = 1e-10, decayForm: DecayForm = .l2
    ) {
        self.rate = rate
        self.rateDecay = rateDecay
        self.weightDecay = weightDecay
        self.initialAccumulator = initialAccumulator
        self.eps = eps
        self.decayForm = decayForm
    }

    package var stateNames: [String] { ["square-sum"] }

    package func rule(rate: Double, step: Int, decayFactor: Double) -> any UpdateRule {
        decayForm.rule(decay: weightDecay * decayFactor) { decay in
            Rule(
                rate: Float(rate / (1 + Double(step) * rateDecay)), decay: decay,
                added: step == 0 ? Float(initialAccumulator) : 0, eps: leastFloat(eps))
        }
    }

    private struct Rule: VectorRule {
        let rate: Float
        let decay: Float
        /// What the sums, which are 0 before the first step, begin with.
        let added: Float
        let eps: Float

        @inline(__always)
        func change(_ value: inout Vector, _ gradient: Vector, _ memory: inout OneVector) {
            let slope = gradient + decay * value
            memory.first = (memory.first + added) + slope * slope
            value -= rate * (slope / (root(memory.first) + eps))
        }
    }
}
