import Layers
package import SpecSyntax

/// Scales each gradient by the ratio of two running roots: that of the changes made, and that of the gradients.
///
/// With `g ← g + decay · w` (see `DecayForm`): `s ← ρ · s + (1 − ρ) · g²`, `d = √(u + eps) / √(s + eps) · g`, `u ← ρ · u + (1 − ρ) · d²`, then
/// `w ← w − rate · d`. Source: Zeiler, 2012, arXiv:1212.5701; `torch/optim/adadelta.py`.
package struct AdaDelta: Optimizer {
    package let rate: Double
    package let rho: Double
    package let eps: Double
    package let weightDecay: Double
    package let decayForm: DecayForm

    package static let choice = ChoiceCase<any Optimizer>(
        "adadelta", help: "scales each gradient by running roots of the changes made and of the gradients"
    ) { fields in
        let usual = AdaDelta()
        return AdaDelta(
            rate: fields.learningRate(default: usual.rate),
            rho: fields.optional("rho", .fraction, default: usual.rho, help: "how much of the mean squares stays"),
            eps: fields.eps(default: usual.eps), weightDecay: fields.weightDecay(default: usual.weightDecay),
            decayForm: fields.decayForm(default: usual.decayForm))
    }

    package init(
        rate: Double = 1, rho: Double = 0.9, eps: Double = 1e-6, weightDecay: Double = 0, decayForm: DecayForm = .l2
    ) {
        self.rate = rate
        self.rho = rho
        self.eps = eps
        self.weightDecay = weightDecay
        self.decayForm = decayForm
    }

    /// The paper's method has no rate.
    package func usualRate(batch: Int) -> UsualRate? { UsualRate(1, "1 at any batch") }

    package var stateNames: [String] { ["square-mean", "change-square-mean"] }

    package func rule(rate: Double, step: Int, decayFactor: Double) -> any UpdateRule {
        decayForm.rule(decay: weightDecay * decayFactor) { decay in
            Rule(rate: Float(rate), kept: Float(rho), share: Float(1 - rho), eps: leastFloat(eps), decay: decay)
        }
    }

    private struct Rule: VectorRule {
        let rate: Float
        let kept: Float
        let share: Float
        let eps: Float
        let decay: Float

        @inline(__always)
        func change(_ value: inout Vector, _ gradient: Vector, _ memory: inout TwoVectors) {
            let slope = gradient + decay * value
            memory.first = kept * memory.first + share * (slope * slope)
            let change = root(memory.second + eps) / root(memory.first + eps) * slope
            memory.second = kept * memory.second + share * (change * change)
            value -= rate * change
        }
    }
}
