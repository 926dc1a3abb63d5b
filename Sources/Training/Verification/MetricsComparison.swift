package import Recipes

/// Compares a training, while it goes on, with the metrics of another.
package final class MetricsComparison: TrainingObserver {
    /// Lines that were compared.
    package private(set) var count = 0
    /// The first step whose line is another.
    package private(set) var differingStep: Int?
    private let known: [MetricsLine.Split: [Int: MetricsLine]]
    private let observer: any TrainingObserver
    /// Steps made.
    private(set) var step = 0

    /// - Parameter observer: who is told of the training too.
    package init(_ lines: [MetricsLine], telling observer: any TrainingObserver) {
        known = Dictionary(grouping: lines) { $0.split }.mapValues { lines in
            Dictionary(lines.map { ($0.step, $0) }) { $1 }
        }
        self.observer = observer
    }

    package func began(_ course: TrainingCourse) { observer.began(course) }

    package func finished(_ step: StepReport) {
        self.step = step.step
        compare(known[.train]?[step.step]) {
            $0.loss == step.loss && $0.top1 == step.top1 && $0.learningRate == step.rate
        }
        observer.finished(step)
    }

    package func finishedEpoch(_ epoch: Int) { observer.finishedEpoch(epoch) }

    package func evaluated(_ count: Int, of total: Int) { observer.evaluated(count, of: total) }

    package func finished(_ evaluation: Evaluation, epoch: Int) {
        compare(known[MetricsLine.Split(evaluation.split)]?[step]) {
            // A line has no loss that is not finite.
            $0.loss == (evaluation.loss.isFinite ? evaluation.loss : nil) && $0.top1 == evaluation.top1
        }
        observer.finished(evaluation, epoch: epoch)
    }

    package func noted(_ note: String) { observer.noted(note) }

    package func ended() { observer.ended() }

    private func compare(_ line: MetricsLine?, _ isSame: (MetricsLine) -> Bool) {
        guard let line, differingStep == nil else { return }
        count += 1
        if !isSame(line) { differingStep = line.step }
    }
}
