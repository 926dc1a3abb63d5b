/// Tells of a training in plain lines: every few seconds, and whenever an epoch, an evaluation or a checkpoint is done.
///
/// For logs and pipes: no control characters, and lines of any length.
package final class ProgressLines: TrainingObserver {
    private let output: ProgressOutput
    private let interval: Duration
    private var meter = ProgressMeter()
    private var lastLine = ContinuousClock.now

    package init(_ output: ProgressOutput, interval: Duration = .seconds(5)) {
        self.output = output
        self.interval = interval
    }

    package func began(_ course: TrainingCourse) {
        meter.begin(course)
        line(ProgressText.began(course))
    }

    package func finished(_ step: StepReport) {
        meter.add(step)
        if ContinuousClock.now - lastLine >= interval { line(state) }
    }

    package func finishedEpoch(_ epoch: Int) {
        line(state)
    }

    package func evaluated(_ count: Int, of total: Int) {
        if count < total, ContinuousClock.now - lastLine >= interval {
            line("evaluating: \(count) of \(total) pictures")
        }
    }

    package func finished(_ evaluation: Evaluation, epoch: Int) {
        line(ProgressText.evaluated(evaluation, epoch: epoch))
    }

    package func noted(_ note: String) {
        line("note: \(note)")
    }

    package func wrote(_ checkpoint: Checkpoint) {
        line("wrote \(checkpoint.weightsPath)")
    }

    private var state: String {
        guard let last = meter.last else { return meter.epochText }
        return [
            meter.epochText, meter.stepText, "loss \(ProgressText.fixed(meter.loss, 4))",
            "top-1 \(ProgressText.percent(meter.top1))", "rate \(Float(last.rate))",
            ProgressText.speed(meter.imagesPerSecond), "waited \(ProgressText.percent(meter.waited))",
        ].joined(separator: ", ")
    }

    private func line(_ text: String) {
        output.write(text + "\n")
        lastLine = .now
    }
}
