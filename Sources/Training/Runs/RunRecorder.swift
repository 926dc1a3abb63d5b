import Datasets
import Diagnostics
import Files
import Glibc
import Recipes

/// Keeps what a training comes to in its run folder, and tells the observer of it: metrics, checkpoints, the best weights.
final class RunRecorder {
    /// What is not as its user might expect of the metrics so far.
    let notes: [String]
    /// Steps made at the last checkpoint.
    private(set) var savedStep: Int
    /// The weights of the last checkpoint; nil before the first.
    private(set) var lastCheckpointPath: String?
    /// The learning rate of the last step that was made; nil where the metrics do not have it.
    private(set) var lastRate: Double?
    private let run: RunFolder
    private let course: TrainingCourse
    private let keeps: Int?
    private let observer: any TrainingObserver
    private let metrics: MetricsLog
    /// Whether it was told already that an evaluation could not be kept.
    private var toldOfEvaluations = false
    /// The last evaluation on each split, and the steps of the epoch that was broken off, of an earlier part of the run.
    private let earlier: (results: [MetricsLine.Split: TrainingResult], steps: [StepReport])

    /// Drops the metrics of steps that the run makes again.
    ///
    /// - Parameter keeps: of how many checkpoints the weights are kept; nil for all.
    init(_ run: RunFolder, course: TrainingCourse, keeps: Int?, observer: any TrainingObserver) throws {
        (self.run, self.course, self.keeps, self.observer) = (run, course, keeps, observer)
        savedStep = course.stepsMade
        let last = run.checkpoint(ofStep: course.stepsMade).weightsPath
        if exists(last) { lastCheckpointPath = last }
        let file = try MetricsFile(run.metricsPath)
        let told = try file.cut(after: course.stepsMade)
        let lines = file.lines.map(\.metrics).filter { $0.step <= course.stepsMade }
        let found = Set(lines.filter { $0.split == .train }.map(\.step)).count
        notes =
            told + TensorBoardLog.cut(run, after: course.stepsMade)
            + (found < course.stepsMade
                ? ["`\(run.metricsPath)` has \(found) of the \(counted(course.stepsMade, "step")) made so far"] : [])
        lastRate = lines.last { $0.split == .train && $0.step == course.stepsMade }?.learningRate
        earlier = (
            Dictionary(
                lines.filter { $0.split != .train && $0.step == course.stepsMade }.map { ($0.split, $0.result) }
            ) { $1 },
            lines.filter {
                $0.split == .train && course.epoch(ofStep: $0.step) == course.epoch(ofStep: course.stepsMade)
            }
            .map { StepReport($0, pictures: course.batch) }
        )
        run.removeEvaluations(after: course.stepsMade)
        metrics = try MetricsLog(run.metricsPath)
    }

    /// Keeps the line of a step that is about to change the weights.
    ///
    /// - Parameter step: steps made, this one counted.
    func record(_ computed: Stepper.Computed, step: Int, _ lap: StepClock.Lap) throws {
        try run.requirePlace()
        try metrics.append(
            MetricsLine(
                step: step, epoch: course.epoch(ofStep: step), split: .train, loss: computed.tally.loss,
                losses: computed.losses, top1: computed.tally.top1, learningRate: computed.rate,
                imagesPerSecond: Double(computed.tally.samples) / lap.seconds, waited: lap.waitedShare))
    }

    /// Tells of a step that is made.
    func tell(_ computed: Stepper.Computed, step: Int, _ lap: StepClock.Lap) {
        lastRate = computed.rate
        observer.finished(
            StepReport(
                step: step, epoch: course.epoch(ofStep: step), pictures: computed.tally.samples,
                loss: computed.tally.loss, top1: computed.tally.top1, rate: computed.rate,
                imagesPerSecond: Double(computed.tally.samples) / lap.seconds,
                waited: lap.waitedShare))
    }

    /// - Parameters:
    ///   - step: steps made before the evaluation.
    ///   - pictures: what was evaluated.
    ///   - rate: of the last of them.
    func record(
        _ evaluation: Evaluation, of pictures: any PictureSet, step: Int, rate: Double, seconds: Double
    ) throws {
        let epoch = course.epoch(ofStep: step)
        try run.requirePlace()
        try metrics.append(
            MetricsLine(
                step: step, epoch: epoch, split: MetricsLine.Split(evaluation.split), loss: evaluation.loss,
                top1: evaluation.top1,
                top5: evaluation.top5, learningRate: rate,
                imagesPerSecond: Double(evaluation.samples) / max(1e-9, seconds)))
        try metrics.flush()
        keep(EvaluationRecord(evaluation, step: step, epoch: epoch, of: pictures))
        observer.finished(evaluation, epoch: epoch)
    }

    /// Keeps what of an evaluation is to look at. No training ends because there is no room for it.
    private func keep(_ record: EvaluationRecord) {
        do {
            try run.save(record)
        } catch {
            if !toldOfEvaluations { observer.noted("the evaluation is not kept for the report: \(error)") }
            toldOfEvaluations = true
        }
    }

    /// What an earlier part of the run found of the weights after so many steps.
    func earlierResult(on split: Dataset.Split, afterStep step: Int) -> TrainingResult? {
        earlier.results[MetricsLine.Split(split)].flatMap { $0.step == step ? $0 : nil }
    }

    /// The steps that an earlier part of the run made of an epoch that it did not end.
    func stepsOfEpoch(ofStep step: Int) -> [StepReport] {
        course.endsEpoch(afterStep: step) ? [] : earlier.steps
    }

    /// Writes a checkpoint.
    func save(_ state: TrainingState) throws {
        try run.requirePlace()
        try metrics.flush()
        let checkpoint = try run.save(state, keeping: keeps)
        (savedStep, lastCheckpointPath) = (state.step, checkpoint.weightsPath)
        observer.wrote(checkpoint)
    }

    /// Keeps the weights as the best so far, unless they are kept already.
    func saveBest(_ state: TrainingState) throws {
        try run.requirePlace()
        try run.saveBest(state)
    }
}

extension StepReport {
    /// - Parameter pictures: of every step but an epoch's last, which may have fewer.
    fileprivate init(_ line: MetricsLine, pictures: Int) {
        self.init(
            step: line.step, epoch: line.epoch, pictures: pictures, loss: line.loss ?? .nan, top1: line.top1,
            rate: line.learningRate,
            imagesPerSecond: line.imagesPerSecond, waited: line.waited ?? 0)
    }
}
