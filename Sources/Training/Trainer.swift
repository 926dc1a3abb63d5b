import Datasets
package import Execution
import Layers
import Networks
import Planning

/// Trains a network in a run folder, from the folder's last checkpoint on if it has one.
///
/// A run that was stopped and resumed has the same bits as one that was not: the state is the weights, the optimiser's
/// memory and the number of steps made; all random draws are keyed by seed, epoch and picture.
package final class Trainer {
    package let parameters: ParameterStore
    /// What a step will take, and what memory the run will need.
    package let forecast: StepForecast
    /// Whether a resumed run computes by other ways than it began with, so that its bits differ from those of a run that was
    /// never stopped.
    package let hasOtherFindings: Bool
    private let setup: TrainingSetup
    private let stepSetup: StepSetup
    private let run: RunFolder
    private let observer: any TrainingObserver
    private let state: OptimizerState
    private let executable: any Executable
    private let evaluator: Evaluator
    private let metrics: MetricsLog
    /// The names of the losses that are told apart; empty where there is only one.
    private let lossNames: [String]
    private let course: TrainingCourse
    private var step = 0
    private var savedStep = 0
    private var lastEvaluation: (step: Int, value: Evaluation)?
    private var clock = StepClock()

    /// What a training came to.
    package struct Outcome: Sendable {
        /// Steps made in the whole run.
        package let step: Int
        /// Whether all epochs are done; false when `maxSteps` or a request stopped it.
        package let isComplete: Bool
        /// Of the weights as they are now, if they were evaluated.
        package let evaluation: Evaluation?
        /// Nil when no step was left to make.
        package let times: StepTimes?
        /// The most memory that the process ever had, in bytes; nil where the system does not tell.
        package let peakByteCount: Int?
    }

    /// When this throws, a run that was only just created is taken back.
    ///
    /// - Throws: `TrainingError`, `DataError`, `WeightsMismatch` for what does not fit together; `ShapeError` when the
    ///   loss does not suit the network's output; what the backend and the machine throw.
    package init(_ setup: TrainingSetup, in run: RunFolder, observer: any TrainingObserver) throws {
        self.setup = setup
        self.run = run
        self.observer = observer
        defer { run.withdraw() }
        hasOtherFindings = try run.findings().map { !setup.backend.adopt(findings: $0) } ?? false
        let settings = setup.settings
        try setup.network.check(against: setup.dataset, setup.dataSettings)
        let network = try setup.network.forTraining(labelSmoothing: settings.labelSmoothing)
        let pictures = setup.dataset.train.count
        guard settings.batch <= pictures else {
            throw DataError(
                "a batch must have at most the \(pictures) training pictures of `\(setup.dataset.name)`, found "
                    + "\(settings.batch)", help: "write `batch: \(pictures)` or less")
        }
        stepSetup = StepSetup(
            network: network, phase: .training, batch: settings.batch, optimizer: settings.optimizer,
            backend: setup.backend, passes: setup.passes)
        forecast = try StepForecast(
            stepSetup, .training(evaluated: setup.network), speed: setup.speed, limit: setup.limit)
        parameters = try ParameterStore(network)
        parameters.initialize(seed: settings.seed)
        state = try OptimizerState(of: settings.optimizer, for: parameters)
        let stepsPerEpoch = pictures / settings.batch
        if let last = try run.lastCheckpoint() {
            step = try last.restore(parameters, state, stepsPerEpoch: stepsPerEpoch)
        }
        guard step <= settings.epochs * stepsPerEpoch else {
            throw TrainingError(
                "the run has made \(step) steps already, and \(settings.epochs) epochs have "
                    + "\(settings.epochs * stepsPerEpoch)", help: "ask for more `epochs`")
        }
        savedStep = step
        course = TrainingCourse(
            epochs: settings.epochs, stepsPerEpoch: stepsPerEpoch, batch: settings.batch, stepsMade: step)
        executable = try setup.backend.compile(stepSetup.plan, parameters: parameters)
        evaluator = try Evaluator(
            setup.network, parameters: parameters, backend: setup.backend, dataset: setup.dataset,
            settings: setup.dataSettings, batch: settings.batch, passes: setup.passes)
        lossNames = network.losses.count > 1 ? network.losses.map(network.name) : []
        try MetricsLog.cut(run.metricsPath, after: step)
        metrics = try MetricsLog(run.metricsPath)
        try run.keep(findings: hasOtherFindings ? nil : setup.backend.findings)
    }

    /// The same as `forecast`, by what has been found out since about this machine's convolutions.
    package func forecastByTrials() throws -> StepForecast {
        try StepForecast(stepSetup, .training(evaluated: setup.network), speed: setup.speed, limit: nil)
    }

    /// Makes the steps that are left, and leaves a checkpoint of the last.
    ///
    /// - Parameters:
    ///   - maxSteps: stops when the run has made so many steps, earlier parts counted.
    ///   - isStopRequested: asked before every step.
    /// - Throws: `TrainingDiverged`, `DataError`, `FileError`, what the backend throws.
    package func train(maxSteps: Int? = nil, isStopRequested: () -> Bool = { false }) throws -> Outcome {
        let total = course.epochs * course.stepsPerEpoch
        let end = min(total, maxSteps ?? total)
        observer.began(course)
        defer { observer.ended() }
        if step > 0, step % course.stepsPerEpoch == 0 { try evaluateIfDue() }
        let loader = try BatchLoader(
            setup.dataset, .train, settings: setup.dataSettings,
            plan: BatchPlan(
                .training, batchSize: setup.settings.batch, seed: setup.settings.seed,
                firstEpoch: step / course.stepsPerEpoch, firstBatch: step % course.stepsPerEpoch))
        clock = StepClock()
        while step < end, !isStopRequested(), let batch = try loader.next() {
            try makeStep(batch, loader)
            if step % course.stepsPerEpoch == 0 {
                observer.finishedEpoch(epoch)
                try save()
                try evaluateIfDue()
                clock.restart()
            }
        }
        if step > savedStep { try save() }
        return Outcome(
            step: step, isComplete: step >= total,
            evaluation: lastEvaluation.flatMap { $0.step == step ? $0.value : nil }, times: clock.times,
            peakByteCount: ProcessMemory.peak)
    }

    /// That of the last step, counted from 1.
    private var epoch: Int { (step + course.stepsPerEpoch - 1) / course.stepsPerEpoch }

    private func rate(atStep step: Int) -> Double {
        setup.settings.rate(atStep: step, stepsPerEpoch: course.stepsPerEpoch)
    }

    private func makeStep(_ batch: Batch, _ loader: BatchLoader) throws {
        try executable.run(PictureBatch(batch, seed: setup.settings.seed))
        var tally = Tally()
        tally.add(
            scores: executable.scores, losses: executable.losses, labels: batch.labels, count: batch.count)
        let rate = rate(atStep: step)
        let made = step
        step += 1
        guard tally.loss.isFinite else {
            throw TrainingDiverged(place: .loss, step: step, epoch: epoch, rate: rate)
        }
        try executable.update(by: setup.settings.optimizer.rule(rate: rate, step: made), state: state.values)
        try report(tally, rate: rate, clock.lap(waited: loader.waited))
    }

    private func report(_ tally: Tally, rate: Double, _ lap: StepClock.Lap) throws {
        let speed = Double(tally.samples) / lap.seconds
        try metrics.append(
            MetricsLine(
                step: step, epoch: epoch, split: .train, loss: tally.loss, losses: losses(tally.samples),
                top1: tally.top1, learningRate: rate, imagesPerSecond: speed, waited: lap.waitedShare))
        observer.finished(
            StepReport(
                step: step, epoch: epoch, loss: tally.loss, top1: tally.top1, rate: rate, imagesPerSecond: speed,
                waited: lap.waitedShare))
    }

    /// The mean of each loss over the last batch, by name.
    private func losses(_ count: Int) -> [String: Double]? {
        guard !lossNames.isEmpty else { return nil }
        let means = executable.lossTerms.map { $0.prefix(count).reduce(0) { $0 + Double($1) } / Double(count) }
        return Dictionary(zip(lossNames, means)) { first, _ in first }
    }

    private func save() throws {
        guard parameters.values.allSatisfy(\.isFinite) else {
            throw TrainingDiverged(place: .weights, step: step, epoch: epoch, rate: rate(atStep: step - 1))
        }
        try metrics.flush()
        // The copies of the weights that are written take turns with what steps compute.
        try executable.rest()
        let checkpoint = try run.save(
            parameters, state, at: step,
            metadata: [
                "step": "\(step)", "epoch": "\(epoch)", "network": setup.network.name,
                Checkpoint.stepsPerEpochKey: "\(course.stepsPerEpoch)",
            ])
        savedStep = step
        observer.wrote(checkpoint)
    }

    /// Evaluates at the end of an epoch that wants it, unless the run's metrics have it already.
    private func evaluateIfDue() throws {
        let every = setup.settings.evaluateEvery
        guard epoch == course.epochs || (every > 0 && epoch % every == 0) else { return }
        if step == course.stepsMade, try MetricsLog.lines(of: run.metricsPath).contains(where: isTestOfNow) { return }
        let start = ContinuousClock.now
        try executable.rest()
        let evaluation = try evaluator.evaluate(progress: observer.evaluated)
        try evaluator.rest()
        let seconds = max(1e-9, (ContinuousClock.now - start) / .seconds(1))
        lastEvaluation = (step, evaluation)
        try metrics.append(
            MetricsLine(
                step: step, epoch: epoch, split: .test, loss: evaluation.loss, top1: evaluation.top1,
                top5: evaluation.top5, learningRate: rate(atStep: step - 1),
                imagesPerSecond: Double(evaluation.samples) / seconds))
        try metrics.flush()
        observer.finished(evaluation, epoch: epoch)
    }

    private func isTestOfNow(_ line: MetricsLine) -> Bool {
        line.split == .test && line.step == step
    }
}
