import ArgumentParser
import Datasets
import Execution
import Layers
import SpecCompiler
import Training

struct Evaluate: ParsableCommand {
    static let configuration = CommandConfiguration(
        command: "eval", takes: "<run-or-spec>",
        "Evaluates a run's last checkpoint, or any weights, on the whole test split.",
        examples: ["netspec eval runs/first", "netspec eval net.yaml --weights best.safetensors"])

    @Argument(
        help: ArgumentHelp("The folder of a run, or a spec with --weights.", valueName: "run-or-spec"),
        completion: .specs)
    var path: String

    @Option(
        help: ArgumentHelp(
            "Weights to evaluate, in safetensors; a run's last checkpoint if left out.", valueName: "file"),
        completion: .file(extensions: ["safetensors"]))
    var weights: String?

    @Option(
        help: ArgumentHelp(
            "Pictures at once, which changes no result but by rounding; those of `train` in the spec, or 64.",
            valueName: "count"))
    var batch: Int?

    @OptionGroup var spec: SpecOptions
    @OptionGroup var machine: MachineOptions

    @Option(help: "How to write the result.")
    var format: OutputFormat = .text

    func validate() throws {
        try checkBatch(batch)
    }

    func run() throws {
        try reporting {
            let (specPath, weightsPath, findings) = try sources()
            let experiment = try compiled(specPath, spec)
            let data = try experiment.requireData()
            let dataset = try data.source.open(in: DataFolder.path(option: machine.data))
            let setup = try experiment.stepSetup(
                .evaluation, batch: batch, backend: machine.compute.makeBackend(for: experiment),
                passes: machine.compute.passes)
            _ = try locatingBatch(of: experiment, option: batch) {
                try StepForecast(setup, .evaluation, speed: nil, limit: .current)
            }
            if let findings { _ = setup.backend.adopt(findings: findings) }
            let parameters = try ParameterStore(experiment.network)
            try WeightsLoader.load(
                weightsPath, into: parameters, optional: parameters.namesInAuxiliaries(of: experiment.network))
            let evaluator = try Evaluator(
                experiment.network, parameters: parameters, backend: setup.backend, dataset: dataset, settings: data,
                batch: setup.batch, passes: setup.passes)
            let progress = standardProgress()
            let evaluation = try evaluator.evaluate(progress: progress.evaluated)
            progress.ended()
            switch format {
            case .json: try Terminal.write(try json(evaluation))
            case .text: try Terminal.write(EvaluationText(evaluation).render())
            }
        }
    }

    /// The spec and the weights that the arguments name, and how a run that they name computes.
    private func sources() throws -> (spec: String, weights: String, findings: String?) {
        if let weights, !RunFolder.holdsRun(path) { return (path, weights, nil) }
        let run = try RunFolder.open(at: path)
        return (run.specPath, try weights ?? run.requireLastCheckpoint().weightsPath, try run.findings())
    }
}
