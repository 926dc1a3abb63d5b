import Diagnostics
import Layers
package import SpecSyntax

/// Stochastic gradient descent, with momentum, Nesterov's variant and weight decay.
///
/// For a value `w` with gradient `g`, after `g ← g + decay · w` (see `DecayForm`), and with PyTorch's form: `v ← momentum · v + (1 − dampening)
/// · g`, in the first step `v ← g`; then `w ← w − rate · v`, or with Nesterov `w ← w − rate · (g + momentum · v)`. The rate
/// is outside the velocity, so a change of the rate acts at once.
///
/// With Caffe's form the rate is inside: `v ← momentum · v + rate · g`, then `w ← w − v`, or with Nesterov `w ← w − ((1 +
/// momentum) · v − momentum · v₀)`, `v₀` being the velocity before. The two differ where the rate changes.
///
/// Without momentum `w ← w − rate · g`, and nothing is remembered. Source: `torch/optim/sgd.py`; `sgd_solver.cpp` and
/// `nesterov_solver.cpp` of Caffe 1.0; Sutskever et al., ICML 2013.
package struct SGD: Optimizer {
    /// Whose velocity it is.
    package enum Form: String, Sendable, CustomStringConvertible {
        case pytorch, caffe

        package var description: String { rawValue }
    }

    package let rate: Double
    package let momentum: Double
    package let dampening: Double
    package let nesterov: Bool
    package let weightDecay: Double
    package let form: Form
    package let decayForm: DecayForm

    package static let choice = ChoiceCase<any Optimizer>(
        "sgd", help: "stochastic gradient descent: v ← momentum · v + g + decay · w, w ← w − rate · v",
        aliases: ["gradientdescent"], relatives: ["nesterov", "momentum"]
    ) { fields in
        let usual = SGD(rate: 1)
        let optimizer = SGD(
            rate: fields.required("rate", .positiveNumber, help: "the learning rate, which the schedule may change"),
            momentum: fields.momentum(default: usual.momentum),
            dampening: fields.optional(
                "dampening", .fraction, default: usual.dampening,
                help: "how much of each gradient stays out of the velocity"),
            nesterov: fields.optional(
                "nesterov", .boolean, default: usual.nesterov, help: "looks a step ahead; needs momentum"),
            weightDecay: fields.weightDecay(default: usual.weightDecay),
            form: fields.optional(
                "form", .word(["pytorch": .pytorch, "caffe": .caffe]), default: usual.form,
                help: "whether the rate acts on the velocity, or within it as in Caffe"),
            decayForm: fields.decayForm(default: usual.decayForm))
        if !fields.failed { optimizer.reportContradictions(fields) }
        return optimizer
    }

    private func reportContradictions(_ fields: FieldReader) {
        func report(_ message: String, at field: String, help: String) {
            fields.report(Diagnostic(.contradiction, message, at: fields.span(of: field), help: help))
        }
        if nesterov, !hasVelocity {
            report(
                "`nesterov` needs a `momentum` above 0, found none", at: "nesterov",
                help: "add `momentum: 0.9`, or leave out `nesterov`")
        }
        if dampening > 0, !hasVelocity || nesterov || form == .caffe {
            let what = hasVelocity ? nesterov ? "no `nesterov`" : "`form: pytorch`" : "a `momentum` above 0"
            report("`dampening` needs \(what)", at: "dampening", help: "leave out `dampening`")
        }
    }

    package init(
        rate: Double, momentum: Double = 0, dampening: Double = 0, nesterov: Bool = false, weightDecay: Double = 0,
        form: Form = .pytorch, decayForm: DecayForm = .l2
    ) {
        self.rate = rate
        self.momentum = momentum
        self.dampening = dampening
        self.nesterov = nesterov
        self.weightDecay = weightDecay
        self.form = form
        self.decayForm = decayForm
    }

    /// `0.1 · batch / 256` at momentum 0.9: Goyal et al., 2017, arXiv:1706.02677, section 2.1. The velocity adds up
    /// `1 / (1 − momentum)` gradients, so another momentum goes with a rate that gives steps of the same length.
    package func usualRate(batch: Int) -> UsualRate? {
        UsualRate(
            0.1 * Double(batch) / 256 * (1 - momentum) / (1 - 0.9),
            "0.1 for 256 pictures at momentum 0.9, in proportion to the batch")
    }

    /// A momentum that is 0 in float32 is none.
    private var hasVelocity: Bool { Float(momentum) > 0 }

    package var stateNames: [String] { hasVelocity ? ["velocity"] : [] }

    package func rule(rate: Double, step: Int, decayFactor: Double) -> any UpdateRule {
        let (rate, momentum, decay) = (Float(rate), Float(momentum), weightDecay * decayFactor)
        switch (hasVelocity, form, nesterov) {
        case (false, _, _): return decayForm.rule(decay: decay) { Plain(rate: rate, decay: $0) }
        case (true, .pytorch, false):
            let share = step == 0 ? 1 : Float(1 - dampening)
            return decayForm.rule(decay: decay) {
                Velocity(rate: rate, momentum: momentum, share: share, decay: $0)
            }
        case (true, .pytorch, true):
            return decayForm.rule(decay: decay) { Nesterov(rate: rate, momentum: momentum, decay: $0) }
        case (true, .caffe, false):
            return decayForm.rule(decay: decay) { CaffeVelocity(rate: rate, momentum: momentum, decay: $0) }
        case (true, .caffe, true):
            return decayForm.rule(decay: decay) { CaffeNesterov(rate: rate, momentum: momentum, decay: $0) }
        }
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
        /// Of a gradient, in the velocity.
        let share: Float
        let decay: Float

        @inline(__always)
        func change(_ value: inout Vector, _ gradient: Vector, _ memory: inout OneVector) {
            memory.first = momentum * memory.first + share * (gradient + decay * value)
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

    private struct CaffeVelocity: VectorRule {
        let rate: Float
        let momentum: Float
        let decay: Float

        @inline(__always)
        func change(_ value: inout Vector, _ gradient: Vector, _ memory: inout OneVector) {
            memory.first = momentum * memory.first + rate * (gradient + decay * value)
            value -= memory.first
        }
    }

    private struct CaffeNesterov: VectorRule {
        let rate: Float
        let momentum: Float
        let decay: Float

        @inline(__always)
        func change(_ value: inout Vector, _ gradient: Vector, _ memory: inout OneVector) {
            let before = memory.first
            memory.first = momentum * before + rate * (gradient + decay * value)
            value -= (1 + momentum) * memory.first - momentum * before
        }
    }
}
