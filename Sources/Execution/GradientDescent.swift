/// A step of gradient descent, with a velocity if there is momentum, as PyTorch defines it (`torch/optim/sgd.py`).
///
/// For a value `w` with gradient `g`: `g ← g + decay · w`, `v ← momentum · v + g`, then `w ← w − rate · v`, or with Nesterov
/// `w ← w − rate · (g + momentum · v)`. Without momentum `w ← w − rate · g`, and there is no state. Every product and sum is
/// rounded to float32 by itself, in that order, so that the bits are the same wherever the rule runs.
package struct GradientDescent: UpdateRule {
    package let rate: Float
    package let momentum: Float
    package let nesterov: Bool
    package let weightDecay: Float

    package init(rate: Float, momentum: Float = 0, nesterov: Bool = false, weightDecay: Float = 0) {
        self.rate = rate
        self.momentum = momentum
        self.nesterov = nesterov
        self.weightDecay = weightDecay
    }

    package var hasVelocity: Bool { momentum > 0 }

    package func apply(
        to values: UnsafeMutableBufferPointer<Float>, gradients: UnsafeMutableBufferPointer<Float>,
        state: UnsafeMutableBufferPointer<Float>
    ) {
        precondition(gradients.count == values.count && state.count == (hasVelocity ? values.count : 0))
        let (rate, decay, momentum) = (rate, weightDecay, momentum)
        if !hasVelocity {
            updateVectors(values, gradients) { $0 = $0 - rate * ($1 + decay * $0) }
        } else if nesterov {
            updateVectors(values, gradients, state) { value, gradient, velocity in
                let decayed = gradient + decay * value
                velocity = momentum * velocity + decayed
                value = value - rate * (decayed + momentum * velocity)
            }
        } else {
            updateVectors(values, gradients, state) { value, gradient, velocity in
                velocity = momentum * velocity + (gradient + decay * value)
                value = value - rate * velocity
            }
        }
    }
}
