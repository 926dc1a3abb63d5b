package import Recipes

/// The best result of a training so far, and how many came since: what the best weights and early stopping go by.
package final class ResultMemory: StatePart {
    package let name = "results"
    /// Under which a checkpoint has `lastStep`.
    static let lastStepKey = "results.last"
    private let stopping: EarlyStopping?
    /// The best of all.
    package private(set) var best: TrainingResult?
    /// The best as early stopping sees it: it takes no notice of small changes.
    private var mark: TrainingResult?
    private var countSinceMark = 0
    /// Steps made before the last result that was taken in and counted.
    private(set) var lastStep = 0

    package init(_ stopping: EarlyStopping?) {
        self.stopping = stopping
    }

    private var measure: ResultMeasure { stopping?.measure ?? .top1 }

    /// Takes a result in, once.
    ///
    /// - Parameter counts: whether early stopping goes by it; otherwise it can be the best, and changes nothing else.
    /// - Returns: whether it is the best so far.
    package func add(_ result: TrainingResult, counts: Bool = true) -> Bool {
        guard result.step > lastStep else { return result == best }
        if counts { count(result) }
        guard measure.isBetter(result, than: best) else { return result == best }
        best = result
        return true
    }

    private func count(_ result: TrainingResult) {
        lastStep = result.step
        if measure.isBetter(result, than: mark, byMoreThan: stopping?.leastChange ?? 0) {
            (mark, countSinceMark) = (result, 0)
        } else {
            countSinceMark += 1
        }
    }

    /// Forgets the best where its weights are not kept: those that were are of steps that are made again, or they were
    /// removed. Early stopping goes on by what it remembers.
    ///
    /// - Parameters:
    ///   - state: what the run goes on from.
    ///   - known: the evaluation of these weights, if the run has made it.
    /// - Returns: what was forgotten.
    func forgetBest(
        unlessKeptIn run: RunFolder, _ state: TrainingState, known: TrainingResult?
    ) throws -> TrainingResult? {
        // The checkpoint was written before the evaluation that found it to be the best.
        if let known, known.step == run.bestStep { _ = add(known, counts: false) }
        guard let best, best.step != run.bestStep else { return nil }
        if best.step == state.step {
            try run.saveBest(state)
            return nil
        }
        self.best = nil
        return best
    }

    /// Whether so many results have brought nothing better that the training should end.
    package var isExhausted: Bool { stopping.map { countSinceMark >= $0.patience } ?? false }

    package var scalars: [String: String] {
        var scalars = ["last": "\(lastStep)", "since": "\(countSinceMark)", "by": "\(measure)"]
        for (name, result) in [("best", best), ("mark", mark)] {
            guard let result else { continue }
            scalars["\(name).step"] = "\(result.step)"
            scalars["\(name).top1"] = "\(result.top1)"
            scalars["\(name).loss"] = "\(result.loss)"
        }
        return scalars
    }

    /// A state of an earlier version of netspec has none of them, and is taken as one without results.
    package func restore(_ scalars: [String: String]) {
        func result(_ name: String) -> TrainingResult? {
            guard let step = scalars["\(name).step"].flatMap({ Int($0) }),
                let top1 = scalars["\(name).top1"].flatMap({ Double($0) }),
                let loss = scalars["\(name).loss"].flatMap({ Double($0) })
            else { return nil }
            return TrainingResult(step: step, top1: top1, loss: loss)
        }
        (best, mark) = (result("best"), result("mark"))
        lastStep = scalars["last"].flatMap { Int($0) } ?? 0
        countSinceMark = scalars["since"].flatMap { Int($0) } ?? 0
        // What was counted by another measure says nothing of this one.
        if let known = scalars["by"], known != "\(measure)" { (mark, countSinceMark) = (nil, 0) }
    }
}
