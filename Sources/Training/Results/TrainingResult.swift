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

/// What makes one result better than another.
package enum ResultMeasure: String, Sendable, CaseIterable {
    case top1, loss

    /// Whether a result is better than the best so far. One whose loss is no finite number never is; of two with the same
    /// accuracy, that with the lower loss is.
    func isBetter(_ result: TrainingResult, than best: TrainingResult?) -> Bool {
        if isBetter(result, than: best, byMoreThan: 0) { return true }
        guard let best, self == .top1, result.loss.isFinite else { return false }
        return result.top1 == best.top1 && result.loss < best.loss
    }

    /// Whether a result is better by more than `least` in what is measured alone.
    func isBetter(_ result: TrainingResult, than best: TrainingResult?, byMoreThan least: Double) -> Bool {
        guard result.loss.isFinite else { return false }
        guard let best else { return true }
        return switch self {
        case .top1: result.top1 - best.top1 > least
        case .loss: best.loss - result.loss > least
        }
    }
}
