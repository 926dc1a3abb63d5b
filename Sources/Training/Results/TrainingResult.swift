/// What an evaluation came to, as far as a training goes by it.
package struct TrainingResult: Hashable, Sendable, Encodable {
    /// Steps made before.
    package let step: Int
    /// A fraction.
    package let top1: Double
    /// No finite number after a training that diverged.
    package let loss: Double

    package init(step: Int, top1: Double, loss: Double) {
        self.step = step
        self.top1 = top1
        self.loss = loss
    }

    /// `top-1 99.12 %, loss 0.0283`
    package var text: String { "top-1 \(ProgressText.fixed(top1 * 100, 2)) %, loss \(ProgressText.fixed(loss, 4))" }
}
