package import SpecSyntax

/// `Adam` with the decay apart from the gradient: `w ← w − rate · decay · w` before each step.
///
/// Source: Loshchilov and Hutter, ICLR 2019; `torch/optim/adamw.py`.
package struct AdamW: Optimizer {
    package let rate: Double
    package let betas: Betas
    package let eps: Double
    package let weightDecay: Double
    package let amsgrad: Bool

    package static let choice = ChoiceCase<any Optimizer>(
        "adamw", help: "adam, with the decay apart from the gradient: w ← w − rate · decay · w"
    ) { fields in
        let usual = AdamW()
        return AdamW(
            rate: fields.learningRate(default: usual.rate), betas: fields.betas(default: usual.betas),
            eps: fields.eps(default: usual.eps), weightDecay: fields.decoupledDecay(default: usual.weightDecay),
            amsgrad: fields.amsgrad(default: usual.amsgrad))
    }

    package init(
        rate: Double = 1e-3, betas: Betas = Betas(0.9, 0.999), eps: Double = 1e-8, weightDecay: Double = 0.01,
        amsgrad: Bool = false
    ) {
        self.rate = rate
        self.betas = betas
        self.eps = eps
        self.weightDecay = weightDecay
        self.amsgrad = amsgrad
    }

    /// That of `Adam`.
    package func usualRate(batch: Int) -> UsualRate? { UsualRate(1e-3, "0.001 at any batch") }

    package var stateNames: [String] { ["gradient-mean", "square-mean"] + (amsgrad ? ["square-maximum"] : []) }

    package func rule(rate: Double, step: Int, decayFactor: Double) -> any UpdateRule {
        let kept = Float(1 - rate * weightDecay * decayFactor)
        let step = AdamStep(rate: rate, betas: betas, eps: eps, decay: 0, step: step)
        return amsgrad ? AMSGradRule(step: step, kept: kept) : AdamRule(step: step, kept: kept)
    }
}
