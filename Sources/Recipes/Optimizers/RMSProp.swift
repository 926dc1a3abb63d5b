import Layers
package import SpecSyntax

/// Divides each gradient by the root of a running mean of its square.
///
/// With `g ← g + decay · w` (see `DecayForm`): `s ← α · s + (1 − α) · g²`, `d = g / (√s + eps)`, then `w ← w − rate · d`, or with momentum
/// `v ← momentum · v + d`, `w ← w − rate · v`. `centered` takes the square of the gradient's running mean from `s` below the
/// root; what rounding makes negative there counts as 0. Source: Hinton, lecture 6 of his course, 2012; Graves, 2013,
/// arXiv:1308.0850; `torch/optim/rmsprop.py`.
package struct RMSProp: Optimizer {
    package let rate: Double
    package let alpha: Double
    package let eps: Double
    package let weightDecay: Double
    package let momentum: Double
    package let centered: Bool
    package let decayForm: DecayForm

    package static let choice = ChoiceCase<any Optimizer>(
        "rmsprop", help: "divides each gradient by the root of a running mean of its square"
    ) { fields in
        let usual = RMSProp()
        return RMSProp(
            rate: fields.learningRate(default: usual.rate),
            alpha: fields.optional("alpha", .fraction, default: usual.alpha, help: "how much of the mean square stays"),
            eps: fields.eps(default: usual.eps), weightDecay: fields.weightDecay(default: usual.weightDecay),
            momentum: fields.momentum(default: usual.momentum),
            centered: fields.optional(
                "centered", .boolean, default: usual.centered,
                help: "divides by the deviation, not by the root of the square"),
            decayForm: fields.decayForm(default: usual.decayForm))
    }

    package init(
        rate: Double = 0.01, alpha: Double = 0.99, eps: Double = 1e-8, weightDecay: Double = 0, momentum: Double = 0,
        centered: Bool = false, decayForm: DecayForm = .l2
    ) {
        self.rate = rate
        self.alpha = alpha
        self.eps = eps
        self.weightDecay = weightDecay
        self.momentum = momentum
        self.centered = centered
        self.decayForm = decayForm
    }

    private var hasVelocity: Bool { Float(momentum) > 0 }

    package var stateNames: [String] {
        ["square-mean"] + (centered ? ["gradient-mean"] : []) + (hasVelocity ? ["velocity"] : [])
    }

    package func rule(rate: Double, step: Int, decayFactor: Double) -> any UpdateRule {
        let (rate, momentum, decay) = (Float(rate), Float(momentum), weightDecay * decayFactor)
        switch (centered, hasVelocity) {
        case (false, false): return decayForm.rule(decay: decay) { Plain(rate: rate, slopes: slopes($0)) }
        case (false, true):
            return decayForm.rule(decay: decay) { Velocity(rate: rate, momentum: momentum, slopes: slopes($0)) }
        case (true, false): return decayForm.rule(decay: decay) { Centred(rate: rate, slopes: slopes($0)) }
        case (true, true):
            return decayForm.rule(decay: decay) { CentredVelocity(rate: rate, momentum: momentum, slopes: slopes($0)) }
        }
    }

    private func slopes(_ decay: Float) -> Slopes {
        Slopes(kept: Float(alpha), share: Float(1 - alpha), eps: leastFloat(eps), decay: decay)
    }

    /// How gradients are scaled.
    private struct Slopes {
        let kept: Float
        let share: Float
        let eps: Float
        let decay: Float

        @inline(__always)
        func scaled(_ slope: Vector, _ square: inout Vector) -> Vector {
            square = kept * square + share * (slope * slope)
            return slope / (root(square) + eps)
        }

        @inline(__always)
        func centred(_ slope: Vector, _ square: inout Vector, _ mean: inout Vector) -> Vector {
            square = kept * square + share * (slope * slope)
            mean += share * (slope - mean)
            let variance = square - mean * mean
            return slope / (root(variance.replacing(with: 0, where: variance .< 0)) + eps)
        }
    }

    private struct Plain: VectorRule {
        let rate: Float
        let slopes: Slopes

        @inline(__always)
        func change(_ value: inout Vector, _ gradient: Vector, _ memory: inout OneVector) {
            value -= rate * slopes.scaled(gradient + slopes.decay * value, &memory.first)
        }
    }

    private struct Velocity: VectorRule {
        let rate: Float
        let momentum: Float
        let slopes: Slopes

        @inline(__always)
        func change(_ value: inout Vector, _ gradient: Vector, _ memory: inout TwoVectors) {
            let slope = slopes.scaled(gradient + slopes.decay * value, &memory.first)
            memory.second = momentum * memory.second + slope
            value -= rate * memory.second
        }
    }

    private struct Centred: VectorRule {
        let rate: Float
        let slopes: Slopes

        @inline(__always)
        func change(_ value: inout Vector, _ gradient: Vector, _ memory: inout TwoVectors) {
            value -= rate * slopes.centred(gradient + slopes.decay * value, &memory.first, &memory.second)
        }
    }

    private struct CentredVelocity: VectorRule {
        let rate: Float
        let momentum: Float
        let slopes: Slopes

        @inline(__always)
        func change(_ value: inout Vector, _ gradient: Vector, _ memory: inout ThreeVectors) {
            let slope = slopes.centred(gradient + slopes.decay * value, &memory.first, &memory.second)
            memory.third = momentum * memory.third + slope
            value -= rate * memory.third
        }
    }
}
