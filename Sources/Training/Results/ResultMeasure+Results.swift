package import Recipes

extension ResultMeasure {
    /// Whether a result is better than the best so far. One whose loss is no finite number never is; of two with the same
    /// accuracy, that with the lower loss is.
    package func isBetter(_ result: TrainingResult, than best: TrainingResult?) -> Bool {
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
