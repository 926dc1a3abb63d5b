import Execution

/// Keeps what a training comes to in its run folder, and tells the observer of it: metrics and checkpoints.
final class RunRecorder {
    /// Steps made at the last checkpoint.
    private(set) var savedStep: Int
    private let run: RunFolder
    private let course: TrainingCourse
    private let observer: any TrainingObserver
    private let metrics: MetricsLog
    private let networkName: String

    /// Drops the metrics of steps that the run makes again.
    init(_ run: RunFolder, course: TrainingCourse, networkName: String, observer: any TrainingObserver) throws {
        self.run = run
        self.course = course
        self.networkName = networkName
        self.observer = observer
        savedStep = course.stepsMade
        try MetricsLog.cut(run.metricsPath, after: course.stepsMade)
        metrics = try MetricsLog(run.metricsPath)
    }

    /// - Parameter step: steps made, this one counted.
    func record(_ computed: Stepper.Computed, step: Int, _ lap: StepClock.Lap) throws {
        let epoch = course.epoch(ofStep: step)
        let (tally, speed) = (computed.tally, Double(computed.tally.samples) / lap.seconds)
        try metrics.append(
            MetricsLine(
                step: step, epoch: epoch, split: .train, loss: tally.loss, losses: computed.losses,
                top1: tally.top1, learningRate: computed.rate, imagesPerSecond: speed, waited: lap.waitedShare))
        observer.finished(
            StepReport(
                step: step, epoch: epoch, loss: tally.loss, top1: tally.top1, rate: computed.rate,
                imagesPerSecond: speed, waited: lap.waitedShare))
    }

    /// - Parameters:
    ///   - step: steps made before the evaluation.
    ///   - rate: of the last of them.
    func record(_ evaluation: Evaluation, step: Int, rate: Double, seconds: Double) throws {
        let epoch = course.epoch(ofStep: step)
        try metrics.append(
            MetricsLine(
                step: step, epoch: epoch, split: .test, loss: evaluation.loss, top1: evaluation.top1,
                top5: evaluation.top5, learningRate: rate,
                imagesPerSecond: Double(evaluation.samples) / max(1e-9, seconds)))
        try metrics.flush()
        observer.finished(evaluation, epoch: epoch)
    }

    /// Whether the metrics have an evaluation of the weights after so many steps.
    func hasEvaluation(afterStep step: Int) throws -> Bool {
        try MetricsLog.lines(of: run.metricsPath).contains { $0.split == .test && $0.step == step }
    }

    /// Writes a checkpoint of the weights after so many steps.
    func save(_ parameters: ParameterStore, _ state: OptimizerState, step: Int) throws {
        try metrics.flush()
        let checkpoint = try run.save(
            parameters, state, at: step,
            metadata: [
                "step": "\(step)", "epoch": "\(course.epoch(ofStep: step))", "network": networkName,
                Checkpoint.stepsPerEpochKey: "\(course.stepsPerEpoch)",
            ])
        savedStep = step
        observer.wrote(checkpoint)
    }
}
