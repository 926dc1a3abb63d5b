import Files
package import Recipes
import Reports
package import Training

/// Keeps a run's page up to date while it is trained: after each evaluation and each epoch, in long epochs now and then, and
/// when training stops.
///
/// No training ends because its page cannot be written.
package final class RunPageKeeper: TrainingObserver {
    private let run: RunFolder
    /// What was read when training began; nil before, and where that could not be read.
    private var known: (subject: RunSubject, history: RunHistory)?
    /// Who is told, once, that the page cannot be written.
    private let tell: (String) -> Void
    private var hasTold = false
    private var writtenAt: ContinuousClock.Instant?
    /// Steps made, and the rate of the last.
    private var last = (step: 0, rate: 0.0)

    /// Not more often than this, but for the last time.
    private let shortest: Duration
    private let longest: Duration

    package init(
        _ run: RunFolder, shortest: Duration = .seconds(1), longest: Duration = .seconds(60),
        tell: @escaping (String) -> Void
    ) {
        self.run = run
        (self.shortest, self.longest, self.tell) = (shortest, longest, tell)
    }

    package func began(_ course: TrainingCourse) {
        last.step = course.stepsMade
        trying {
            known = (try RunSubject(run), RunHistory(try MetricsLog.lines(of: run.metricsPath)))
        }
        write()
    }

    package func finished(_ step: StepReport) {
        known?.history.add(MetricsLine(step))
        last = (step.step, step.rate)
        if isDue(after: longest) { write() }
    }

    package func finishedEpoch(_ epoch: Int) {
        if isDue(after: shortest) { write() }
    }

    package func finished(_ evaluation: Evaluation, epoch: Int) {
        known?.history.add(MetricsLine(evaluation, step: last.step, epoch: epoch, rate: last.rate))
        if isDue(after: shortest) { write() }
    }

    private func isDue(after interval: Duration) -> Bool {
        writtenAt.map { ContinuousClock.now - $0 >= interval } ?? true
    }

    /// Writes the page as the run stands.
    package func write() {
        guard let known else { return }
        trying {
            try run.requirePlace()
            let page = RunPage(try RunReport(run, known.subject, history: known.history)).render()
            try DurableFile.write(Array(page.utf8), to: run.reportPath)
        }
        writtenAt = .now
    }

    private func trying(_ body: () throws -> Void) {
        do {
            try body()
        } catch {
            if !hasTold { tell("the report is not kept up to date: \(error)") }
            hasTold = true
        }
    }
}

extension MetricsLine {
    fileprivate init(_ step: StepReport) {
        self.init(
            step: step.step, epoch: step.epoch, split: .train, loss: step.loss, top1: step.top1,
            learningRate: step.rate, imagesPerSecond: step.imagesPerSecond, waited: step.waited)
    }

    fileprivate init(_ evaluation: Evaluation, step: Int, epoch: Int, rate: Double) {
        self.init(
            step: step, epoch: epoch, split: Split(evaluation.split), loss: evaluation.loss, top1: evaluation.top1,
            top5: evaluation.top5, learningRate: rate, imagesPerSecond: 0)
    }
}
