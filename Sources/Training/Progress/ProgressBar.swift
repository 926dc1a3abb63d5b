package import Recipes

/// Draws a training on one line of a terminal, again and again, with lasting lines above it for evaluations.
///
/// Nothing it writes is wider than the terminal: what does not fit is left out, the least important first. The last
/// column stays free, because some terminals wrap when it is filled.
package final class ProgressBar: ProgressDisplay {
    private let output: ProgressOutput
    private let interval: Duration
    private var meter = ProgressMeter()
    private var lastDrawing: ContinuousClock.Instant?
    private var drawnWidth = 0

    package init(_ output: ProgressOutput, interval: Duration = .milliseconds(100)) {
        self.output = output
        self.interval = interval
    }

    package func began(_ course: TrainingCourse) {
        meter.begin(course)
        lasting(ProgressText.began(course))
    }

    package func recalled(_ step: StepReport) {
        meter.recall(step)
    }

    package func finished(_ step: StepReport) {
        meter.add(step)
        if isDue { draw(stepParts(loss: meter.loss, top1: meter.top1)) }
    }

    package func finishedEpoch(_ epoch: Int) {
        draw(stepParts(loss: meter.ofEpoch.loss, top1: meter.ofEpoch.top1))
    }

    package func evaluated(_ count: Int, of total: Int) {
        guard isDue || count == total else { return }
        let done = Double(count) / Double(max(1, total))
        draw([
            .init("evaluating", rank: 0), .init(ProgressText.percent(done), rank: 1), .init(bar(done), rank: 2),
            .init("\(count)/\(total) pictures", rank: 3),
        ])
    }

    package func finished(_ evaluation: Evaluation, epoch: Int) {
        lasting(ProgressText.evaluated(evaluation, epoch: epoch))
    }

    package func follows(_ course: TrainingCourse) { meter.begin(course) }

    package func tell(_ line: String) { lasting(line) }

    package func noted(_ note: String) {
        if drawnWidth > 0 { output.write("\r" + blanks(0, max(1, output.width() - 1)) + "\r") }
        output.write("note: \(note)\n")
        (drawnWidth, lastDrawing) = (0, nil)
    }

    package func ended() {
        if drawnWidth > 0 { output.write("\n") }
        drawnWidth = 0
    }

    private var isDue: Bool { lastDrawing.map { ContinuousClock.now - $0 >= interval } ?? true }

    private func stepParts(loss: Double, top1: Double) -> [ProgressPart] {
        guard let last = meter.last else { return [.init(meter.epochText, rank: 0)] }
        return [
            .init("training", rank: 7), .init("\(last.epoch)/\(meter.course.epochs)", rank: 0),
            .init("loss \(ProgressText.fixed(loss, 3))", rank: 1),
            .init("top-1 \(ProgressText.percent(top1))", rank: 2),
            .init("rate \(ProgressText.significant(last.rate))", rank: 5),
            .init(ProgressText.speed(meter.imagesPerSecond), rank: 4),
            .init("\(ProgressText.time(meter.secondsLeft)) left", rank: 3),
            .init("\(ProgressText.percent(meter.fraction))", rank: 6), .init(bar(meter.fraction), rank: 8),
            .init(meter.stepText, rank: 9), .init("waited \(ProgressText.percent(meter.waited))", rank: 10),
        ]
    }

    /// Ten cells: `[####······]`.
    private func bar(_ fraction: Double) -> String {
        let full = max(0, min(10, Int(fraction * 10)))
        return "[\(String(repeating: "#", count: full))\(String(repeating: ".", count: 10 - full))]"
    }

    private func draw(_ parts: [ProgressPart]) {
        let room = max(1, output.width() - 1)
        let text = ProgressPart.line(parts, separator: "  ", width: room)
        output.write("\r" + text + blanks(text.count, room))
        drawnWidth = text.count
        lastDrawing = .now
    }

    /// Writes a line that stays; the bar is drawn below it.
    private func lasting(_ text: String) {
        let room = max(1, output.width() - 1)
        let parts = text.split(separator: ", ").map(String.init)
        let line = ProgressText.fitted(parts, separator: ", ", width: room)
        output.write((drawnWidth > 0 ? "\r" : "") + line + blanks(line.count, room) + "\n")
        drawnWidth = 0
        lastDrawing = nil
    }

    /// What covers the rest of the line drawn before.
    private func blanks(_ width: Int, _ room: Int) -> String {
        String(repeating: " ", count: max(0, min(drawnWidth, room) - width))
    }
}
