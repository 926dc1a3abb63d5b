import Glibc
package import SpecSyntax

/// Steps of about the rate in each number, by running means of the gradient and its square.
///
/// With `g ← g + decay · w` (see `DecayForm`): `m ← β₁ · m + (1 − β₁) · g`, `s ← β₂ · s + (1 − β₂) · g²`, then in step `t`, counted from 1,
/// `w ← w − rate / (1 − β₁ᵗ) · m / (√s / √(1 − β₂ᵗ) + eps)`; with `amsgrad` the largest `s` so far stands for `s` there.
/// Source: Kingma and Ba, ICLR 2015; Reddi et al., ICLR 2018; `torch/optim/adam.py`.
package struct Adam: Optimizer {
    package let rate: Double
    package let betas: Betas
    package let eps: Double
    package let weightDecay: Double
    package let amsgrad: Bool
    package let decayForm: DecayForm

    package static let choice = ChoiceCase<any Optimizer>(
        "adam", help: "steps of about the rate in each number, by running means of the gradient and its square"
    ) { fields in
        let usual = Adam()
        return Adam(
            rate: fields.learningRate(default: usual.rate), betas: fields.betas(default: usual.betas),
            eps: fields.eps(default: usual.eps), weightDecay: fields.weightDecay(default: usual.weightDecay),
            amsgrad: fields.amsgrad(default: usual.amsgrad),
            decayForm: fields.decayForm(default: usual.decayForm))
    }

    package init(
        rate: Double = 1e-3, betas: Betas = Betas(0.9, 0.999), eps: Double = 1e-8, weightDecay: Double = 0,
        amsgrad: Bool = false, decayForm: DecayForm = .l2
    ) {
        self.rate = rate
        self.betas = betas
        self.eps = eps
        self.weightDecay = weightDecay
        self.amsgrad = amsgrad
        self.decayForm = decayForm
    }

    /// Algorithm 1 of the paper: whatever the batch.
    package func usualRate(batch: Int) -> UsualRate? { UsualRate(1e-3, "0.001 at any batch") }

    package var stateNames: [String] { ["gradient-mean", "square-mean"] + (amsgrad ? ["square-maximum"] : []) }

    package func rule(rate: Double, step: Int, decayFactor: Double) -> any UpdateRule {
        func numbers(_ decay: Float) -> AdamStep {
            AdamStep(rate: rate, betas: betas, eps: eps, decay: decay, step: step)
        }
        let decay = weightDecay * decayFactor
        return amsgrad
            ? decayForm.rule(decay: decay) { AMSGradRule(step: numbers($0), kept: 1) }
            : decayForm.rule(decay: decay) { AdamRule(step: numbers($0), kept: 1) }
    }
}

/// What `Adam` and `AdamW` do, which differ in where the decay acts.
struct AdamRule: VectorRule {
    let step: AdamStep
    /// What stays of a value before all else.
    let kept: Float

    @inline(__always)
    func change(_ value: inout Vector, _ gradient: Vector, _ memory: inout TwoVectors) {
        value *= kept
        step.move(&memory.first, &memory.second, by: gradient + step.decay * value)
        value -= step.change(memory.first, memory.second)
    }
}

/// The same with the largest mean square so far.
struct AMSGradRule: VectorRule {
    let step: AdamStep
    let kept: Float

    @inline(__always)
    func change(_ value: inout Vector, _ gradient: Vector, _ memory: inout ThreeVectors) {
        value *= kept
        step.move(&memory.first, &memory.second, by: gradient + step.decay * value)
        memory.third.replace(with: memory.second, where: memory.third .< memory.second)
        value -= step.change(memory.first, memory.third)
    }
}

/// The numbers of one step of Adam.
struct AdamStep {
    /// Times each value is added to its gradient.
    let decay: Float
    /// `rate / (1 − β₁ᵗ)`
    private let size: Float
    private let firstShare: Float
    private let (secondKept, secondShare): (Float, Float)
    /// `1 / √(1 − β₂ᵗ)`
    private let correction: Float
    private let eps: Float

    init(rate: Double, betas: Betas, eps: Double, decay: Float, step: Int) {
        let time = Double(step + 1)
        self.decay = decay
        size = Float(rate / (1 - pow(betas.first, time)))
        firstShare = Float(1 - betas.first)
        (secondKept, secondShare) = (Float(betas.second), Float(1 - betas.second))
        correction = Float(1 / (1 - pow(betas.second, time)).squareRoot())
        self.eps = leastFloat(eps)
    }

    @inline(__always)
    func move(_ mean: inout Vector, _ square: inout Vector, by slope: Vector) {
        mean += firstShare * (slope - mean)
        square = secondKept * square + secondShare * (slope * slope)
    }

    @inline(__always)
    func change(_ mean: Vector, _ square: Vector) -> Vector {
        size * (mean / (root(square) * correction + eps))
    }
}
