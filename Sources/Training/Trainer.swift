import Datasets
package import Execution
import Layers
import Networks
import Planning
import Recipes

/// Trains a network in a run folder, from the folder's last whole checkpoint on if it has one: a loop over parts, of which one
/// makes a step, one keeps what it came to, and cadences say what is due when.
///
/// A run that was stopped and resumed has the same bits as one that was not: all that goes on from step to step is in
/// `TrainingState`, and all random draws are keyed by seed, epoch and picture.
package final class Trainer {
    /// What a step will take, and what memory the run will need.
    package let forecast: StepForecast
    /// What is not as its user might expect, of a resumed run: it computes by other ways than it began with, a checkpoint was
    /// damaged.
    package let notes: [String]
    /// What became of the weights that a new run begins with; nil where it begins as the spec says.
    package let weightsReport: WeightsReport?
    private let setup: TrainingSetup
    private let stepSetup: StepSetup
    private let observer: any TrainingObserver
    private let state: TrainingState
    private let results: ResultMemory
    private let schedule: ScheduleState
    private let average: WeightAverage?
    private let estimate = EstimateState()
    /// After which the average's running statistics were found anew last.
    private var estimatedStep: Int?
    private let stepper: Stepper
    private let evaluator: Evaluator
    private var firstSteps: FirstSteps
    private let recorder: RunRecorder
    private let course: TrainingCourse
    private var lastEvaluation: (step: Int, value: Evaluation)?
    /// Of each split that was evaluated, the last.
    private var lastResults: [Dataset.Split: TrainingResult] = [:]
    private var clock = StepClock()
    private var (beganAt, savedAt) = (ContinuousClock.now, ContinuousClock.now)

    /// When this throws, a run that was only just created is taken back.
    ///
    /// - Throws: `TrainingError`, `DataError`, `WeightsMismatch` for what does not fit together; `ShapeError` when the
    ///   loss does not suit the network's output; what the backend and the machine throw.
    package init(_ setup: TrainingSetup, in run: RunFolder, observer: any TrainingObserver) throws {
        self.setup = setup
        self.observer = observer
        defer { run.withdraw() }
        let adoptsFindings = try (run.findings() ?? setup.findings).map { setup.backend.adopt(findings: $0) } ?? true
        let settings = setup.settings
        try setup.network.check(against: setup.dataset, setup.dataSettings)
        let network = try setup.network.forTraining(
            labelSmoothing: settings.labelSmoothing,
            classWeights: try setup.dataset.weights(by: settings.classWeighting))
        try setup.dataset.requireEvaluation()
        let pictures = setup.dataset.train.count
        try settings.check(pictures: pictures, of: setup.dataset.name, network)
        stepSetup = StepSetup(
            network: network, phase: .training, batch: settings.batch, optimizer: settings.optimizer,
            backend: setup.backend, passes: setup.passes, batchesInStep: settings.accumulate,
            averages: settings.average != nil,
            decodingByteCount: BatchLoader.decodingByteCount(setup.dataSettings, threads: setup.loaderThreads))
        forecast = try StepForecast(
            stepSetup, .training(evaluated: setup.network), speed: setup.speed, limit: setup.limit)
        let parameters = try ParameterStore(network)
        parameters.initialize(seed: settings.seed)
        try PatchWhitening.apply(
            to: parameters, dataset: setup.dataset, settings: setup.dataSettings, seed: settings.seed)
        let memory = try OptimizerState(of: settings.optimizer, for: parameters)
        results = ResultMemory(settings.earlyStopping)
        schedule = ScheduleState(settings.schedule)
        let stepsPerEpoch = settings.stepsPerEpoch(pictures: pictures)
        average = try settings.average.map { try WeightAverage($0, of: network, stepsPerEpoch: stepsPerEpoch) }
        state = TrainingState(
            parameters, average: average?.store, parts: [memory, results, schedule, estimate],
            identity: TrainingIdentity(
                network: network.name, stepsPerEpoch: stepsPerEpoch, pictures: setup.dataset.train.count,
                data: "\(setup.dataset.fingerprint)",
                dataName: setup.dataset.name, classes: ClassNames(setup.dataset.classes),
                preprocessing: try setup.dataSettings.preprocessing()))
        let passedOver = try run.restoreLast(state)
        let isBegun = try run.lastCheckpoint() != nil
        weightsReport = isBegun ? nil : try setup.weights?.load(into: parameters)
        course = try TrainingCourse(settings, stepsPerEpoch: stepsPerEpoch, stepsMade: state.step)
        let executable = try stepSetup.compile(
            settings.sizes, partial: settings.partialCount(pictures: pictures), parameters: parameters)
        stepper = try Stepper(
            network, settings: settings, course: course, executable: executable, state: state, memory: memory,
            schedule: schedule, average: average)
        firstSteps = FirstSteps(network, parameters, isUntrained: !isBegun && weightsReport == nil)
        evaluator = try Evaluator(
            setup.network, parameters: average?.store ?? parameters, backend: setup.backend, dataset: setup.dataset,
            settings: setup.dataSettings, batch: settings.batch, passes: setup.passes,
            loaderThreads: setup.loaderThreads)
        var start: Checkpoint?
        if weightsReport != nil {
            average?.prepare(for: parameters, afterStep: 0)
            start = try run.saveStart(state)
        }
        let ways = try run.begin(
            computation: Computation(
                setup.backend, passes: setup.passes.map(\.name), profiles: executable.profiles + [evaluator.profile]),
            findings: adoptsFindings || state.step == 0 ? setup.backend.findings : nil, isNew: state.step == 0)
        recorder = try RunRecorder(run, course: course, keeps: settings.keepCheckpoints, observer: observer)
        run.setAside(passedOver)
        try run.sweepMemory(after: state.step)
        let setAside = run.setAsideBest(after: state.step)
        if let start { observer.wrote(start) }
        run.settle()
        let forgotten = try results.forgetBest(
            unlessKeptIn: run, state, known: recorder.earlierResult(on: setup.evaluated, afterStep: state.step))
        notes =
            passedOver.map { "\($0)" } + recorder.notes
            + (state.step > 0 ? otherWays(ways, adoptsFindings: adoptsFindings) : [])
            + (forgotten.map { [noteOfBest($0, setAside: setAside)] } ?? [])
    }

    /// The steps that there are to make.
    package var stepsPerEpoch: Int { course.stepsPerEpoch }
    /// Steps made.
    package var step: Int { state.step }

    /// The weights that are trained.
    package var parameters: ParameterStore { state.parameters }

    /// The same as `forecast`, by what has been found out since about this machine's convolutions.
    package func forecastByTrials() throws -> StepForecast {
        try StepForecast(stepSetup, .training(evaluated: setup.network), speed: setup.speed, limit: nil)
    }

    /// Makes the steps that are left, and leaves a checkpoint of the last; also where something fails, if the disk allows.
    ///
    /// - Parameters:
    ///   - maxSteps: stops when the run has made so many steps, earlier parts counted.
    ///   - stopsEarly: whether early stopping, where the spec asks for it, counts.
    ///   - isStopRequested: asked before every step, and within evaluations.
    /// - Throws: `TrainingDiverged`, `DataError`, `FileError`, what the backend throws.
    package func train(
        maxSteps: Int? = nil, stopsEarly: Bool = true, isStopRequested: () -> Bool = { false }
    ) throws -> TrainingOutcome {
        observer.began(course)
        for step in recorder.stepsOfEpoch(ofStep: state.step) { observer.recalled(step) }
        defer { observer.ended() }
        (clock, beganAt, savedAt) = (StepClock(), .now, .now)
        do {
            if estimate.isOwed, !isStopRequested() { try save(isStopRequested) }
            let end = try makeSteps(atMost: maxSteps, stopsEarly: stopsEarly, isStopRequested)
            if state.step > recorder.savedStep { try save(isStopRequested) }
            let isDone = end == .allEpochs || end == .nothingBetter
            if isDone, evaluated != .test, setup.dataset.test != nil, try !evaluate(on: .test, isStopRequested) {
                return outcome(.stopRequest)
            }
            return outcome(end)
        } catch {
            // What went wrong is told; that this can fail too, as on a full disk, adds nothing.
            // Nothing more is read for it: that may be what fails.
            if !(error is TrainingDiverged), stepper.goBack(), state.step > recorder.savedStep { try? save { true } }
            throw error
        }
    }

    private func makeSteps(
        atMost maxSteps: Int?, stopsEarly: Bool, _ isStopRequested: () -> Bool
    ) throws -> TrainingOutcome.End {
        if course.endsEpoch(afterStep: state.step) { try evaluateIfDue(isStopRequested) }
        if let note = setup.settings.noteOfDroppedPictures(setup.dataset.train.count) { observer.noted(note) }
        let loader = try batches()
        while true {
            if let end = end(maxSteps, stopsEarly: stopsEarly, isStopRequested) { return end }
            let computed = try stepper.compute(loader, lastGood: recorder.lastCheckpointPath)
            let lap = clock.lap(waited: loader.waited)
            // The line comes first: where it cannot be written, the weights are still those of the step before.
            try recorder.record(computed, step: state.step + 1, lap)
            let early = firstSteps.lookBefore(step: state.step + 1, loss: computed.tally.loss, parameters)
            try stepper.update(computed, lastGood: recorder.lastCheckpointPath)
            recorder.tell(computed, step: state.step, lap)
            for note in [early, firstSteps.lookAfter(step: state.step, parameters)].compactMap({ $0 }) {
                observer.noted(note)
            }
            try doWhatIsDue(isStopRequested)
        }
    }

    /// Why no more steps are to be made; nil where some are.
    private func end(
        _ maxSteps: Int?, stopsEarly: Bool, _ isStopRequested: () -> Bool
    ) -> TrainingOutcome.End? {
        if state.step >= course.totalSteps {
            // The last evaluation may have been broken off.
            return lastResults[evaluated]?.step != state.step && isStopRequested() ? .stopRequest : .allEpochs
        }
        if stopsEarly, results.isExhausted { return .nothingBetter }
        if let maxSteps, state.step >= maxSteps { return .maxSteps }
        if let limit = setup.timeLimit ?? setup.settings.timeLimit, ContinuousClock.now - beganAt >= limit {
            return .timeLimit
        }
        return isStopRequested() ? .stopRequest : nil
    }

    /// The batches of the steps that are left.
    private func batches() throws -> BatchLoader {
        try BatchLoader(
            setup.dataset, .train, settings: setup.dataSettings,
            plan: setup.settings.batchPlan(
                firstEpoch: state.step / course.stepsPerEpoch, firstStep: state.step % course.stepsPerEpoch),
            threads: setup.loaderThreads)
    }

    /// What lies between two steps, and is none of their time.
    private func doWhatIsDue(_ isStopRequested: () -> Bool) throws {
        if course.endsEpoch(afterStep: state.step) { observer.finishedEpoch(course.epoch(ofStep: state.step)) }
        if isDue(setup.settings.checkpoints) { try save(isStopRequested) }
        try evaluateIfDue(isStopRequested)
    }

    private func isDue(_ cadence: Cadence) -> Bool {
        cadence.isDue(afterStep: state.step, of: course, elapsed: ContinuousClock.now - savedAt)
    }

    /// Brings what is evaluated and saved in place of the weights up to the step.
    ///
    /// - Returns: whether it is; where a stop is requested its running statistics are not found anew.
    private func prepareAverage(_ isStopRequested: () -> Bool) throws -> Bool {
        guard let average else { return true }
        average.prepare(for: state.parameters, afterStep: state.step)
        guard let count = average.batchesToEstimateBy(afterStep: state.step), estimatedStep != state.step else {
            return true
        }
        if isStopRequested() { return false }
        let loader = try BatchLoader(
            setup.dataset, .train, settings: setup.dataSettings,
            plan: BatchPlan(.training, batchSize: setup.settings.batch, seed: setup.settings.seed),
            threads: setup.loaderThreads)
        let isFound = try stepper.estimateStatistics(of: average.store, by: count, loader, isStopRequested)
        if isFound { estimatedStep = state.step }
        return isFound
    }

    /// Writes a checkpoint. Where a stop is requested, that does not wait until running statistics are found anew: the run
    /// does so when it goes on.
    private func save(_ isStopRequested: () -> Bool) throws {
        estimate.isOwed = try !prepareAverage(isStopRequested)
        if estimate.isOwed {
            average?.takeStatistics(of: state.parameters)
            observer.noted(
                "the checkpoint of step \(state.step) has the running statistics of the trained weights: training stopped "
                    + "before those of the average were found anew, which it does when it goes on")
        }
        if let tensor = state.firstNonFinite {
            throw TrainingDiverged(
                place: .tensor(tensor), step: state.step, epoch: course.epoch(ofStep: state.step),
                rate: lastRate, checkpoint: recorder.lastCheckpointPath)
        }
        try recorder.save(state)
        savedAt = .now
        clock.restart()
    }

    /// What is evaluated during the training: the pictures that are held out, or where none are, those of the test. Where
    /// there are both, the test is looked at once, when the training is done.
    private var evaluated: Dataset.Split { setup.evaluated }

    private func evaluateIfDue(_ isStopRequested: () -> Bool) throws {
        if isDue(setup.settings.evaluations) || isDue(.atTheEnd) { try evaluate(on: evaluated, isStopRequested) }
    }

    /// The learning rate of the last step that was made. What the schedule has learned since is for the next.
    private var lastRate: Double { recorder.lastRate ?? stepper.rate(ofStep: state.step) }

    /// Evaluates unless the run's metrics have it already.
    ///
    /// - Returns: whether it came to its end; it does not where the training is to stop.
    @discardableResult
    private func evaluate(on split: Dataset.Split, _ isStopRequested: () -> Bool) throws -> Bool {
        if let known = recorder.earlierResult(on: split, afterStep: state.step) {
            try take(known, of: split)
            return true
        }
        let start = ContinuousClock.now
        guard try prepareAverage(isStopRequested) else { return false }
        try stepper.rest()
        let found = try evaluateUnlessStopped(on: split, isStopRequested)
        try evaluator.rest()
        clock.restart()
        guard let evaluation = found else { return false }
        lastEvaluation = (state.step, evaluation)
        try recorder.record(
            evaluation, of: try setup.dataset.pictures(of: split), step: state.step, rate: lastRate,
            seconds: (ContinuousClock.now - start) / .seconds(1))
        guard evaluation.loss.isFinite else {
            throw TrainingDiverged(
                place: .evaluation(split), step: state.step, epoch: course.epoch(ofStep: state.step),
                rate: lastRate, checkpoint: recorder.lastCheckpointPath)
        }
        try take(TrainingResult(step: state.step, top1: evaluation.top1, loss: evaluation.loss), of: split)
        return true
    }

    private func evaluateUnlessStopped(on split: Dataset.Split, _ isStopRequested: () -> Bool) throws -> Evaluation? {
        struct Stopped: Error {}
        do {
            return try evaluator.evaluate(split) { count, total in
                observer.evaluated(count, of: total)
                if count < total, isStopRequested() { throw Stopped() }
            }
        } catch is Stopped {
            return nil
        }
    }

    /// The best weights, early stopping and the schedule go by what is evaluated during the training. An evaluation that is due
    /// only because the training ends can be the best, and is nothing else: in a longer training it would not be.
    private func take(_ result: TrainingResult, of split: Dataset.Split) throws {
        lastResults[split] = result
        guard split == evaluated else { return }
        let counts = setup.settings.evaluateEvery > 0 && isDue(setup.settings.evaluations)
        if counts, result.step > results.lastStep { schedule.add(result) }
        if results.add(result, counts: counts) { try recorder.saveBest(state) }
    }

    private func outcome(_ end: TrainingOutcome.End) -> TrainingOutcome {
        TrainingOutcome(
            step: state.step, end: end,
            evaluation: lastEvaluation.flatMap { $0.step == state.step ? $0.value : nil },
            results: lastResults.filter { $0.value.step == state.step }, best: results.best, evaluated: evaluated,
            times: clock.times,
            comparableSeconds: setup.settings.sizes.isEmpty ? clock.times?.medianSeconds : nil,
            peakByteCount: ProcessMemory.peak)
    }
}

extension Dataset {
    /// What each class's part of the loss counts; empty where all count alike.
    fileprivate func weights(by weighting: ClassWeighting) throws(DataError) -> [Double] {
        guard case .alike = weighting else {
            return try weighting.weights(classes: classes, counts: train.counts(classes: classes.count))
        }
        return []
    }
}

extension TrainingSetup {
    /// What is evaluated during the training: the pictures that are held out, or where none are, those of the test.
    fileprivate var evaluated: Dataset.Split { dataset.validation == nil ? .test : .validation }
}
