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
    private let observer: any TrainingObserver
    private let state: OptimizerState
    private let average: WeightAverage?
    private let stepper: Stepper
    private let evaluator: Evaluator
    private var firstSteps: FirstSteps
    private let recorder: RunRecorder
    private let course: TrainingCourse
    private let checkpoints = Cadence.epochs(1)
    private let evaluations: Cadence
    private var lastEvaluation: (step: Int, value: Evaluation)?
    private var clock = StepClock()
    private var savedAt = ContinuousClock.now

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
        self.observer = observer
        defer { run.withdraw() }
        hasOtherFindings = try run.findings().map { !setup.backend.adopt(findings: $0) } ?? false
        let settings = setup.settings
        try setup.network.check(against: setup.dataset, setup.dataSettings)
        let network = try setup.network.forTraining(
            labelSmoothing: settings.labelSmoothing, classWeights: settings.classWeights)
        let pictures = setup.dataset.train.count
        guard settings.picturesInStep <= pictures else {
            throw DataError(
                "a \(settings.accumulate > 1 ? "step" : "batch") must have at most the \(pictures) training pictures of "
                    + "`\(setup.dataset.name)`, found \(settings.picturesInStep)",
                help: "write `batch: \(max(1, pictures / settings.accumulate))` or less")
        }
        stepSetup = StepSetup(
            network: network, phase: .training, batch: settings.batch, optimizer: settings.optimizer,
            backend: setup.backend, passes: setup.passes, accumulates: settings.accumulate > 1,
            averages: settings.average != nil)
        forecast = try StepForecast(
            stepSetup, .training(evaluated: setup.network), speed: setup.speed, limit: setup.limit)
        parameters = try ParameterStore(network)
        parameters.initialize(seed: settings.seed)
        try PatchWhitening.apply(
            to: parameters, dataset: setup.dataset, normalization: setup.dataSettings.normalization, seed: settings.seed
        )
        state = try OptimizerState(of: settings.optimizer, for: parameters)
        let stepsPerEpoch = pictures / settings.picturesInStep
        let stepsMade = try run.lastCheckpoint()?.restore(parameters, state, stepsPerEpoch: stepsPerEpoch) ?? 0
        guard stepsMade <= settings.epochs * stepsPerEpoch else {
            throw TrainingError(
                "the run has made \(stepsMade) steps already, and \(settings.epochs) epochs have "
                    + "\(settings.epochs * stepsPerEpoch)", help: "ask for more `epochs`")
        }
        course = TrainingCourse(
            epochs: settings.epochs, stepsPerEpoch: stepsPerEpoch, batch: settings.picturesInStep, stepsMade: stepsMade)
        evaluations = settings.evaluations
        average = try settings.average.map { average in
            try WeightAverage(average, of: network, stepsPerEpoch: stepsPerEpoch)
        }
        stepper = try Stepper(
            network, settings: settings, course: course,
            executable: try setup.backend.compile(stepSetup.plan, parameters: parameters), parameters: parameters,
            state: state, average: average, step: stepsMade)
        firstSteps = FirstSteps(network, parameters, isUntrained: true)
        evaluator = try Evaluator(
            setup.network, parameters: average?.store ?? parameters, backend: setup.backend, dataset: setup.dataset,
            settings: setup.dataSettings, batch: settings.batch, passes: setup.passes)
        recorder = try RunRecorder(run, course: course, networkName: setup.network.name, observer: observer)
        // The metrics have every evaluation that an earlier part of the run has made.
        for line in try MetricsLog.lines(of: run.metricsPath) where line.split == .test {
            stepper.take(evaluation: line.loss)
        }
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
        let end = min(course.totalSteps, maxSteps ?? course.totalSteps)
        observer.began(course)
        defer { observer.ended() }
        if course.endsEpoch(afterStep: stepper.step) { try evaluateIfDue() }
        let loader = try batches()
        (clock, savedAt) = (StepClock(), .now)
        while stepper.step < end, !isStopRequested(), let computed = try stepper.compute(loader) {
            let early = firstSteps.lookBefore(step: stepper.step + 1, loss: computed.tally.loss, parameters)
            try stepper.update(computed)
            try recorder.record(computed, step: stepper.step, clock.lap(waited: loader.waited))
            for note in [early, firstSteps.lookAfter(step: stepper.step, parameters)].compactMap({ $0 }) {
                observer.noted(note)
            }
            try doWhatIsDue()
        }
        if stepper.step > recorder.savedStep { try save() }
        return Outcome(
            step: stepper.step, isComplete: stepper.step >= course.totalSteps,
            evaluation: lastEvaluation.flatMap { $0.step == stepper.step ? $0.value : nil }, times: clock.times,
            peakByteCount: ProcessMemory.peak)
    }

    /// The batches of the steps that are left.
    private func batches() throws -> BatchLoader {
        try BatchLoader(
            setup.dataset, .train, settings: setup.dataSettings,
            plan: BatchPlan(
                .training, batchSize: setup.settings.batch, seed: setup.settings.seed,
                firstEpoch: stepper.step / course.stepsPerEpoch,
                firstBatch: stepper.step % course.stepsPerEpoch * setup.settings.accumulate,
                batchesInStep: setup.settings.accumulate))
    }

    /// What lies between two steps, and is none of their time.
    private func doWhatIsDue() throws {
        if course.endsEpoch(afterStep: stepper.step) {
            observer.finishedEpoch(course.epoch(ofStep: stepper.step))
        }
        if isDue(checkpoints) { try save() }
        try evaluateIfDue()
    }

    private func isDue(_ cadence: Cadence) -> Bool {
        cadence.isDue(afterStep: stepper.step, of: course, elapsed: ContinuousClock.now - savedAt)
    }

    private func save() throws {
        guard parameters.values.allSatisfy(\.isFinite) else {
            throw TrainingDiverged(
                place: .weights, step: stepper.step, epoch: course.epoch(ofStep: stepper.step),
                rate: stepper.rate(ofStep: stepper.step))
        }
        // The copies of the weights that are written take turns with what steps compute.
        try stepper.rest()
        try recorder.save(parameters, state, step: stepper.step)
        savedAt = .now
        clock.restart()
    }

    /// Evaluates if it is due, unless the run's metrics have it already.
    private func evaluateIfDue() throws {
        guard isDue(evaluations) || isDue(.atTheEnd) else { return }
        if stepper.step == course.stepsMade, try recorder.hasEvaluation(afterStep: stepper.step) { return }
        let start = ContinuousClock.now
        average?.prepare(for: parameters, afterStep: stepper.step)
        try stepper.rest()
        let evaluation = try evaluator.evaluate(progress: observer.evaluated)
        try evaluator.rest()
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        lastEvaluation = (stepper.step, evaluation)
        try recorder.record(
            evaluation, step: stepper.step, rate: stepper.rate(ofStep: stepper.step), seconds: seconds)
        stepper.take(evaluation: evaluation.loss)
        clock.restart()
    }
}
