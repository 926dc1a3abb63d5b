import ArgumentParser
import Datasets
import Diagnostics
import Execution
import Layers
import Networks
import Recipes
import SpecCompiler
import SpecSyntax
import Tensors
import Training

struct Train: ParsableCommand {
    static let configuration = CommandConfiguration(
        command: "train", takes: "<spec>", "Trains a network and keeps metrics and checkpoints in a run folder.",
        examples: [
            "netspec train Specs/quickstart.yaml --run runs/1", "netspec train net.yaml --seeds 1..5",
        ],
        more: """
            Ctrl-C stops after the current step and leaves a checkpoint; --resume goes on from the last one, on the same data, \
            machine and options with the same bits as a run that was never stopped. --verify-resume shows that on the spec.
            """)

    @Argument(help: ArgumentHelp("The spec.", valueName: "spec"), completion: .specs)
    var path: String

    @Option(
        name: .customLong("run"),
        help: ArgumentHelp(
            "Folder to keep the run in; runs/NAME if left out, with a number if taken.", valueName: "folder"),
        completion: .directory, transform: givenPath)
    var folder: String?

    @Flag(help: "Go on with the run that the folder holds.")
    var resume = false

    @Option(
        parsing: .unconditional, help: ArgumentHelp("Stop when the run has made so many steps.", valueName: "count"))
    var maxSteps: Int?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Stop with a checkpoint after so many minutes; `time-limit` of the spec.", valueName: "minutes"))
    var timeLimit: Double?

    @Option(
        help: ArgumentHelp(
            "Begin with the weights of this file, in safetensors, or of this run's last checkpoint.",
            valueName: "file-or-run"),
        completion: .file(extensions: ["safetensors"]), transform: givenPath)
    var weights: String?

    @Flag(help: "Of --weights, take what fits, such as all but a classifier of other classes; say what does not.")
    var weightsPartial = false

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Train once with each of these seeds, 1..5 or 1,4,9, and tell mean and deviation.", valueName: "seeds"))
    var seeds: Seeds?

    @Flag(
        help: """
            Also write events for TensorBoard into the run folder: curves, histograms of weights and gradients each epoch, the \
            graph, mistakes. A run that has them goes on with them.
            """)
    var tensorboard = false

    @Flag(help: "Only show that a few steps have the same bits with and without an interruption; keeps nothing.")
    var verifyResume = false

    @OptionGroup var spec: SpecOptions
    @OptionGroup var machine: MachineOptions
    @OptionGroup var messages: MessageOptions

    @Option(help: "How to write the result.")
    var format: OutputFormat = .text

    func validate() throws {
        if let maxSteps, maxSteps < 1 { throw ValidationError("--max-steps must be at least 1, found \(maxSteps)") }
        if let timeLimit, !(timeLimit > 0 && timeLimit <= TrainSettings.mostMinutes) {
            throw ValidationError(
                "--time-limit must be a number above 0 and at most \(shortest(TrainSettings.mostMinutes)), found \(timeLimit)"
            )
        }
        if resume, folder == nil { throw ValidationError("--resume needs --run, the folder of the run to go on with") }
        if weightsPartial, weights == nil { throw ValidationError("--weights-partial needs --weights, a file") }
        if resume, weights != nil, seeds == nil {
            throw ValidationError("--resume goes on with the run's own weights; leave out --weights")
        }
        if verifyResume, resume || folder != nil || seeds != nil {
            throw ValidationError(
                "--verify-resume trains in a folder of its own; leave out --run, --resume and --seeds")
        }
    }

    func run() throws {
        try reporting {
            // A reader of messages that goes away, as `head` does, ends no training.
            StopRequest.ignoreBrokenPipes()
            if verifyResume { return try verify() }
            if let seeds { return try train(seeds) }
            let session = try session()
            messages.say("preparing \(session.experiment.network.name)")
            let setup = try session.setup(isTimed: true)
            let folder = try runFolder(session.experiment)
            let (outcome, forecast) = try session.train(setup, in: folder)
            try report(outcome, folder, forecast)
        }
    }

    /// The training that the options ask for.
    ///
    /// - Parameter seed: the spec's own if nil.
    func session(seed: UInt64? = nil) throws -> TrainingSession {
        var recorded = spec
        // What changes the training goes into the spec, so that the run's own has it too.
        if let precision = machine.compute.precision {
            recorded.overrides.append("train.precision=\(precision.rawValue)")
        }
        if let seed { recorded.overrides.append("train.seed=\(seed)") }
        let experiment = try compiled(path, recorded, assertions: .all, saysWarnings: !resume)
        if !verifyResume, let data = experiment.data { try requireApart(from: data) }
        return try TrainingSession(
            experiment, machine, messages,
            weights: weights.map { StartingWeights(path: try weightsFile($0), isPartial: weightsPartial) },
            maxSteps: maxSteps, writesEvents: tensorboard,
            timeLimit: timeLimit.map { .seconds(60 * $0) }, resuming: try checkpointToResume())
    }

    /// - Throws: `DataError` where the run would lie among the pictures to learn from.
    private func requireApart(from data: DataSettings) throws {
        let help =
            resume
            ? "put the run's folder elsewhere, and go on with it there"
            : "name a folder elsewhere with `--run`"
        try data.requireApart(folder ?? "runs", DataOpening(option: machine.data), help: help)
    }

    /// The weights of the run that `--resume` goes on with; nil where there are none yet.
    private func checkpointToResume() throws -> String? {
        guard resume, let folder, RunFolder.holdsRun(folder) else { return nil }
        return try RunFolder.open(at: folder).lastCheckpoint()?.weightsPath
    }

    private func weightsFile(_ path: String) throws -> String {
        RunFolder.holdsRun(path) ? try RunFolder.open(at: path).requireLastCheckpoint().weightsPath : path
    }

    private func runFolder(_ experiment: Experiment) throws -> RunFolder {
        let text = try experiment.resolvedText
        if resume, let folder {
            return try RunFolder.resume(at: folder, spec: text, checking: experiment.requireContinuation)
        }
        if let folder { return try RunFolder.create(at: folder, spec: text) }
        return try RunFolder.create(
            at: RunFolder.makeNumbered(for: experiment.network.name), spec: text, isOwn: true)
    }

    private func verify() throws {
        let session = try session()
        let proof = try session.proveResuming(steps: maxSteps)
        switch format {
        case .json: try Terminal.write(try json(proof))
        case .text: try Terminal.write(proof.line + "\n")
        }
    }
}
