import Diagnostics
package import Execution
import Layers
package import SpecSyntax

/// Stochastic gradient descent, with momentum, Nesterov's variant and weight decay as PyTorch defines them.
///
/// The formula is that of `GradientDescent`. The rate stays outside the velocity, so a change of the rate acts at once.
/// Source: `torch/optim/sgd.py`; Sutskever et al., ICML 2013.
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
        GradientDescent(
            rate: Float(rate), momentum: Float(momentum), nesterov: nesterov, weightDecay: Float(weightDecay))
    }
}
