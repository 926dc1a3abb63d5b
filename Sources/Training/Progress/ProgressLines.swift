package import Recipes

/// Tells of a training in plain lines: every few seconds, and whenever an epoch, an evaluation or a checkpoint is done.
///
/// For logs and pipes: no control characters, and lines of any length.
package final class ProgressLines: ProgressDisplay {
    private let output: ProgressOutput
    private let interval: Duration
    private var meter = ProgressMeter()
    private var lastLine = ContinuousClock.now
    private var toldStep = 0

    package init(_ output: ProgressOutput, interval: Duration = .seconds(5)) {
        self.output = output
        self.interval = interval
    }

    package func began(_ course: TrainingCourse) {
        meter.begin(course)
        line(ProgressText.began(course))
    }

    package func recalled(_ step: StepReport) {
        meter.recall(step)
    }

    package func finished(_ step: StepReport) {
        meter.add(step)
        if ContinuousClock.now - lastLine >= interval { tell(loss: meter.loss, top1: meter.top1) }
    }

    package func finishedEpoch(_ epoch: Int) {
        tell(loss: meter.ofEpoch.loss, top1: meter.ofEpoch.top1)
    }

    package func evaluated(_ count: Int, of total: Int) {
        if count < total, ContinuousClock.now - lastLine >= interval {
            line("evaluating: \(count) of \(total) pictures")
        }
    }

    package func finished(_ evaluation: Evaluation, epoch: Int) {
        line(ProgressText.evaluated(evaluation, epoch: epoch))
    }

    package func follows(_ course: TrainingCourse) { meter.begin(course) }

    package func tell(_ line: String) { self.line(line) }

    package func noted(_ note: String) {
        line("note: \(note)")
    }

    package func wrote(_ checkpoint: Checkpoint) {
        line("wrote \(checkpoint.weightsPath)")
    }

    package func ended() {
        if let last = meter.last, last.step > toldStep { tell(loss: meter.loss, top1: meter.top1) }
    }

    private func tell(loss: Double, top1: Double) {
        guard let last = meter.last else { return line(meter.epochText) }
        toldStep = last.step
        let parts = [
            meter.epochText, meter.stepText, "loss \(ProgressText.fixed(loss, 4))",
            "top-1 \(ProgressText.percent(top1))", "rate \(Float(last.rate))",
            ProgressText.speed(meter.imagesPerSecond), "\(ProgressText.time(meter.secondsLeft)) left",
            "waited \(ProgressText.percent(meter.waited))",
        ]
        line(parts.joined(separator: ", "))
    }

    private func line(_ text: String) {
        output.write(text + "\n")
        lastLine = .now
    }
}
