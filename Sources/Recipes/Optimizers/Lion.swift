package import SpecSyntax

/// Steps of exactly the rate in each number, by the sign of a mean of gradients.
///
/// `w ← w − rate · decay · w`, `w ← w − rate · sign(β₁ · m + (1 − β₁) · g)`, then `m ← β₂ · m + (1 − β₂) · g`. Source: Chen
/// et al., NeurIPS 2023, arXiv:2302.06675, program 1; `lion_pytorch.py` of its authors.
package struct Lion: Optimizer {
    package let rate: Double
    package let betas: Betas
    package let weightDecay: Double

    package static let choice = ChoiceCase<any Optimizer>(
        "lion", help: "steps of exactly the rate in each number, by the sign of a mean of gradients"
    ) { fields in
        let usual = Lion()
        return Lion(
            rate: fields.learningRate(default: usual.rate), betas: fields.betas(default: usual.betas),
            weightDecay: fields.decoupledDecay(default: usual.weightDecay))
    }

    package init(rate: Double = 1e-4, betas: Betas = Betas(0.9, 0.99), weightDecay: Double = 0) {
        self.rate = rate
        self.betas = betas
        self.weightDecay = weightDecay
    }

    /// The default of the authors' code.
    package func usualRate(batch: Int) -> UsualRate? { UsualRate(1e-4, "0.0001 at any batch") }

    package var stateNames: [String] { ["gradient-mean"] }

    package func rule(rate: Double, step: Int, decayFactor: Double) -> any UpdateRule {
        Rule(
            rate: Float(rate), kept: Float(1 - rate * weightDecay * decayFactor),
            first: (Float(betas.first), Float(1 - betas.first)), second: (Float(betas.second), Float(1 - betas.second)))
    }

    private struct Rule: VectorRule {
        let rate: Float
        let kept: Float
        /// What stays of the mean, and what comes in: for the step, and for the mean itself.
        let first: (kept: Float, share: Float)
        let second: (kept: Float, share: Float)

        @inline(__always)
        func change(_ value: inout Vector, _ gradient: Vector, _ memory: inout OneVector) {
            let direction = first.kept * memory.first + first.share * gradient
            let up = Vector(repeating: 0).replacing(with: rate, where: direction .> 0)
            value = value * kept - up.replacing(with: -rate, where: direction .< 0)
            memory.first = second.kept * memory.first + second.share * gradient
        }
    }
}
