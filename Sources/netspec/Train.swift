import ArgumentParser
import Datasets
import Execution
import Files
import Layers
import Networks
import Reports
import SpecCompiler
import Training

struct Train: ParsableCommand {
    static let configuration = CommandConfiguration(
        command: "train", takes: "<spec>", "Trains a network and keeps metrics and checkpoints in a run folder.",
        examples: ["netspec train Specs/quickstart.yaml --run runs/1"],
        more: """
            Ctrl-C stops after the current step and leaves a checkpoint; --resume goes on from the last one, on the same data, \
            machine and options with the same bits as a run that was never stopped.
            """)

    @Argument(help: ArgumentHelp("The spec.", valueName: "spec"), completion: .specs)
    var path: String

    @Option(
        name: .customLong("run"),
        help: ArgumentHelp(
            "Folder to keep the run in; runs/NAME if left out, with a number if taken.", valueName: "folder"),
        completion: .directory)
    var folder: String?

    @Flag(help: "Go on with the run that the folder holds.")
    var resume = false

    @Option(help: ArgumentHelp("Stop when the run has made so many steps.", valueName: "count"))
    var maxSteps: Int?

    @OptionGroup var spec: SpecOptions
    @OptionGroup var machine: MachineOptions

    @Option(help: "How to write the result.")
    var format: OutputFormat = .text

    func validate() throws {
        if let maxSteps, maxSteps < 1 { throw ValidationError("--max-steps must be at least 1, found \(maxSteps)") }
        if let folder, folder.isEmpty { throw ValidationError("--run must name a folder, found nothing") }
        if resume, folder == nil { throw ValidationError("--resume needs --run, the folder of the run to go on with") }
    }

    func run() throws {
        try reporting {
            let experiment = try compiled(path, recordedSpec)
            let settings = try experiment.requireTraining()
            let data = try experiment.requireData()
            let dataset = try data.source.open(in: DataFolder.path(option: machine.data))
            let backend = try machine.compute.makeBackend(for: experiment)
            let speed = try machine.compute.machineSpeed(for: experiment)
            let run = try runFolder(for: experiment)
            let trainer = try locatingBatch(of: experiment) {
                try Trainer(
                    TrainingSetup(
                        network: experiment.network, settings: settings, dataset: dataset, dataSettings: data,
                        backend: backend, passes: machine.compute.passes, limit: .current, speed: speed), in: run,
                    observer: standardProgress())
            }
            Terminal.say("training \(experiment.network.name) in \(run.path)")
            if trainer.hasOtherFindings {
                Terminal.say(
                    "note: the run began on another machine, or with other --threads, --no-tune or --backend; "
                        + "from here on its bits are not those of a run that was never stopped")
            }
            let stop = StopRequest()
            let outcome = try sayingHowToGoOn {
                try trainer.train(maxSteps: maxSteps, isStopRequested: { stop.isMade })
            }
            doubtFindings(
                of: backend, .training, by: try trainer.forecastByTrials(),
                measuredSeconds: outcome.times?.medianSeconds)
            try report(outcome, run, trainer.forecast)
        }
    }

    /// The spec with a precision of the command line in it, so that the run's own spec has it too.
    private var recordedSpec: SpecOptions {
        var recorded = spec
        if let precision = machine.compute.precision {
            recorded.overrides.append("train.precision=\(precision.rawValue)")
        }
        return recorded
    }

    private func runFolder(for experiment: Experiment) throws -> RunFolder {
        let text = try experiment.resolvedText
        if resume, let folder {
            return try RunFolder.resume(at: folder, spec: text, checking: experiment.requireContinuation)
        }
        return try RunFolder.create(at: folder ?? RunFolder.freePath(for: experiment.network.name), spec: text)
    }

    /// Runs a training; where its files cannot be written, the remedy is also how it goes on.
    private func sayingHowToGoOn<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as FileError where error.action == .write {
            throw error.advising(
                "make sure that there is room and that the run's folder can be written to; then go on from the last "
                    + "checkpoint with `--resume`")
        }
    }

    private func report(_ outcome: Trainer.Outcome, _ run: RunFolder, _ forecast: StepForecast) throws {
        let comparison = ForecastComparison(
            forecast, measuredSeconds: outcome.times?.medianSeconds, measuredByteCount: outcome.peakByteCount)
        if format == .json {
            return try Terminal.write(
                try json(
                    Report(
                        run: run.path, step: outcome.step, complete: outcome.isComplete,
                        evaluation: outcome.evaluation, secondsPerStep: outcome.times?.medianSeconds,
                        waited: outcome.times?.waitedShare, predicted: comparison)))
        }
        if let evaluation = outcome.evaluation {
            try Terminal.write(EvaluationText(evaluation).headline + "\n")
        }
        try Terminal.write("run: \(run.path), \(outcome.step) steps\n")
        if let times = outcome.times {
            try Terminal.write(StepTimesText(times).line + "\n" + (comparison.line.map { $0 + "\n" } ?? ""))
        }
        Terminal.say("next: " + next(outcome, run).map(shellWord).joined(separator: " "))
    }

    /// The command that one would want to give now. The run's own spec is as it was trained, with `--set` applied.
    private func next(_ outcome: Trainer.Outcome, _ run: RunFolder) -> [String] {
        let command =
            outcome.isComplete ? ["eval", run.path] : ["train", run.specPath, "--run", run.path, "--resume"]
        return ["netspec"] + command + (machine.data.map { ["--data", $0] } ?? [])
            + (machine.compute.threads.map { ["--threads", "\($0)"] } ?? [])
            + (machine.compute.noTune ? ["--no-tune"] : [])
            + (machine.compute.backend == .onednn ? [] : ["--backend", machine.compute.backend.rawValue])
            + machine.compute.withoutPasses.flatMap { ["--without-pass", $0.rawValue] }
    }

    private struct Report: Encodable {
        let run: String
        let step: Int
        let complete: Bool
        let evaluation: Evaluation?
        /// Absent, like `waited`, when no step was left to make.
        let secondsPerStep: Double?
        /// The part of the steps' time in which they waited for pictures.
        let waited: Double?
        let predicted: ForecastComparison
    }
}

/// A word as a shell takes it.
private func shellWord(_ word: String) -> String {
    let isPlain = !word.isEmpty && word.allSatisfy { $0.isLetter || $0.isNumber || "/._-+=:,@".contains($0) }
    let parts = word.split(separator: "'", omittingEmptySubsequences: false)
    return isPlain ? word : "'" + parts.joined(separator: "'\\''") + "'"
}
