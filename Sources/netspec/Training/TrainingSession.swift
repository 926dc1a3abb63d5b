import Datasets
import Diagnostics
import Execution
import Files
import Layers
import Netspec
import Networks
import Pages
import Recipes
import SpecCompiler
import Training

/// A training as a command line asks for it: an experiment, its data, and what computes.
struct TrainingSession {
    let experiment: Experiment
    private let settings: TrainSettings
    private let data: DataSettings
    private let dataset: Dataset
    private let compute: ComputeOptions
    private let messages: MessageOptions
    private let weights: StartingWeights?
    private let maxSteps: Int?
    private let writesEvents: Bool
    private let timeLimit: Duration?

    /// Opens the data.
    ///
    /// - Parameter checkpoint: the weights that a run goes on with.
    /// - Throws: `DiagnosticsError` when the spec has no `train` or no `data`; `DataError`, `FileError`.
    init(
        _ experiment: Experiment, _ machine: MachineOptions, _ messages: MessageOptions,
        weights: StartingWeights? = nil, maxSteps: Int? = nil, writesEvents: Bool = false,
        timeLimit: Duration? = nil, resuming checkpoint: String? = nil
    ) throws {
        self.experiment = experiment
        settings = try experiment.requireTraining()
        data = try experiment.requireData()
        dataset = try openedData(
            of: experiment, option: machine.data, weights: checkpoint.map { ($0, "the run") }, isQuiet: messages.quiet)
        compute = machine.compute
        (self.messages, self.writesEvents) = (messages, writesEvents)
        (self.weights, self.maxSteps, self.timeLimit) = (weights, maxSteps, timeLimit)
    }

    /// A setup with a backend of its own.
    ///
    /// - Parameters:
    ///   - findings: algorithms to go by.
    ///   - weights: what a new run begins with; that of the options if nil.
    ///   - isTimed: whether the machine's speed is measured, to foretell what a step takes.
    func setup(
        findings: String? = nil, weights start: StartingWeights? = nil, isTimed: Bool = false,
        timeLimit limit: Duration? = nil
    ) throws -> TrainingSetup {
        TrainingSetup(
            network: experiment.network, settings: settings, dataset: dataset, dataSettings: data,
            backend: try compute.makeBackend(for: experiment), passes: compute.passes, limit: .current,
            speed: isTimed ? try compute.machineSpeed(for: experiment) : nil, weights: start ?? weights,
            findings: findings, timeLimit: limit ?? timeLimit,
            loaderThreads: BatchLoader.threads(besides: compute.threads))
    }

    /// Trains in a folder until there is nothing left to do, or until it is asked to stop.
    ///
    /// - Parameter setup: made before the folder, so that what a machine cannot compute leaves none behind.
    func train(_ setup: TrainingSetup, in run: RunFolder) throws -> (TrainingOutcome, StepForecast) {
        let say: (String) -> Void = { Terminal.note($0) }
        let page = RunPageKeeper(run, tell: say)
        let events =
            writesEvents || TensorBoardLog.isKept(in: run) ? TensorBoardLog(run, experiment.network, tell: say) : nil
        let observers: [(any TrainingObserver)?] = [messages.progress, events, page]
        let trainer = try locatingBatch(of: experiment) {
            try Trainer(setup, in: run, observer: ObserverGroup(observers.compactMap { $0 }))
        }
        events?.parameters = trainer.parameters
        var keeping = RunKeeping(
            run, page, name: experiment.network.name, epochs: settings.epochs, trainer)
        messages.say("training \(experiment.network.name) in \(run.path)")
        for note in trainer.notes { Terminal.note(note) }
        for line in trainer.weightsReport?.lines ?? [] { messages.say(line) }
        if trainer.weightsReport != nil, let mismatch = try otherPictures { Terminal.note(mismatch.description) }
        let stop = StopRequest()
        defer { sayWhatWasSkipped(of: dataset) }
        let outcome: TrainingOutcome
        do {
            outcome = try sayingHowToGoOn {
                try trainer.train(maxSteps: maxSteps, isStopRequested: { stop.isMade })
            }
        } catch {
            keeping.end(error, step: trainer.step)
            throw error
        }
        keeping.end(outcome)
        doubtFindings(
            of: setup.backend, .training, by: try trainer.forecastByTrials(),
            measuredSeconds: outcome.comparableSeconds, steps: outcome.times?.count ?? 0)
        return (outcome, trainer.forecast)
    }

    /// How the spec has pictures otherwise than those that the weights to begin with were trained on; nil where it does not.
    private var otherPictures: PreprocessingMismatch? {
        get throws {
            guard let weights else { return nil }
            return PreprocessingMismatch(
                weights.path, known: try WeightsLoader.description(of: weights.path).preprocessing,
                found: try data.preprocessing())
        }
    }

    /// Shows that a stopped and resumed training of the experiment has the bits of one that was not stopped.
    func proveResuming(steps: Int?) throws -> ResumeProof {
        let stop = StopRequest()
        return try withTemporaryFolder { folder in
            try ResumeProof(
                steps: steps ?? ResumeProof.usualSteps, in: folder, spec: experiment.resolvedText,
                setup: { try setup(findings: $0, timeLimit: Self.noLimit) }, isStopRequested: { stop.isMade })
        }
    }

    /// Longer than any training, in place of the spec's.
    static let noLimit = Duration.seconds(1 << 40)

    /// Runs a training; where its files cannot be written, the remedy is also how it goes on.
    private func sayingHowToGoOn<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as FileError where error.action == .write && error.hasUsualHelp {
            throw error.advising(
                "make sure that there is room and that the run's folder can be written to; then go on from the last "
                    + "checkpoint with `--resume`")
        }
    }
}
