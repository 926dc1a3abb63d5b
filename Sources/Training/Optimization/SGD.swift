import Diagnostics
import Layers
package import SpecSyntax

/// Stochastic gradient descent, with momentum, Nesterov's variant and weight decay as PyTorch defines them.
///
/// For a value `w` with gradient `g`: `g ← g + decay · w`, `v ← momentum · v + g`, then `w ← w − rate · v`, or with Nesterov
/// `w ← w − rate · (g + momentum · v)`. Without momentum `w ← w − rate · g`, and nothing is remembered. The rate stays
/// outside the velocity, so a change of the rate acts at once. Source: `torch/optim/sgd.py`; Sutskever et al., ICML 2013.
package struct SGD: Optimizer {
    package let rate: Double
    package let momentum: Double
    package let nesterov: Bool
    package let weightDecay: Double

    package static let choice = ChoiceCase<any Optimizer>(
        "sgd", help: "stochastic gradient descent: v ← momentum · v + g + decay · w, w ← w − rate · v"
    ) { fields in
        let optimizer = SGD(
            rate: fields.required("rate", .positiveNumber, help: "the learning rate, which the schedule may change"),
            momentum: fields.optional(
                "momentum", .fraction, default: 0, help: "how much of the velocity stays from step to step"),
            nesterov: fields.optional("nesterov", .boolean, default: false, help: "looks a step ahead; needs momentum"),
            weightDecay: fields.optional(
                "weight-decay", .number(0...), default: 0, help: "this times each value is added to its gradient"))
        if !fields.failed, optimizer.nesterov, !optimizer.hasVelocity {
            fields.report(
                Diagnostic(
                    "contradiction", "`nesterov` needs a `momentum` above 0, found none",
                    at: fields.span(of: "nesterov"), help: "add `momentum: 0.9`, or leave out `nesterov`"))
        }
        return optimizer
    }

    package init(rate: Double, momentum: Double = 0, nesterov: Bool = false, weightDecay: Double = 0) {
        self.rate = rate
        self.momentum = momentum
        self.nesterov = nesterov
        self.weightDecay = weightDecay
    }

    /// `0.1 · batch / 256` at momentum 0.9: Goyal et al., 2017, arXiv:1706.02677, section 2.1. The velocity adds up
    /// `1 / (1 − momentum)` gradients, so another momentum goes with a rate that gives steps of the same length.
    package func usualRate(batch: Int) -> Double? {
        0.1 * Double(batch) / 256 * (1 - momentum) / (1 - 0.9)
    }

    /// A momentum that is 0 in float32 is none.
    private var hasVelocity: Bool { Float(momentum) > 0 }

    package var stateNames: [String] { hasVelocity ? ["velocity"] : [] }

    package func rule(rate: Double, step: Int) -> any UpdateRule {
        let (rate, momentum, decay) = (Float(rate), Float(momentum), Float(weightDecay))
        if !hasVelocity { return Plain(rate: rate, decay: decay) }
        return nesterov
            ? Nesterov(rate: rate, momentum: momentum, decay: decay)
            : Velocity(rate: rate, momentum: momentum, decay: decay)
    }

    private struct Plain: VectorRule {
        let rate: Float
        let decay: Float

        @inline(__always)
        func change(_ value: inout Vector, _ gradient: Vector, _ memory: inout NoVector) {
            value -= rate * (gradient + decay * value)
        }
    }

    private struct Velocity: VectorRule {
        let rate: Float
        let momentum: Float
        let decay: Float

        @inline(__always)
        func change(_ value: inout Vector, _ gradient: Vector, _ memory: inout OneVector) {
            memory.first = momentum * memory.first + (gradient + decay * value)
            value -= rate * memory.first
        }
    }

    private struct Nesterov: VectorRule {
        let rate: Float
        let momentum: Float
        let decay: Float

        @inline(__always)
        func change(_ value: inout Vector, _ gradient: Vector, _ memory: inout OneVector) {
            let decayed = gradient + decay * value
            memory.first = momentum * memory.first + decayed
            value -= rate * (decayed + momentum * memory.first)
        }
    }
}
