import ArgumentParser
import Datasets
import Execution
import Layers
import Netspec
import Reports
import SpecCompiler
import Training

struct Evaluate: ParsableCommand {
    static let configuration = CommandConfiguration(
        command: "eval", takes: "<run-or-spec>",
        "Evaluates a run's last checkpoint, or any weights, on a whole split.",
        examples: [
            "netspec eval runs/first", "netspec eval net.yaml --weights best.safetensors",
            "netspec eval runs/first --flip --split train",
        ],
        more: """
            Recall is the part of a class's pictures that are taken for it, precision the part of the pictures taken for it \
            that are of it. The calibration error is how far the network's confidence is from how often it is right, in 15 \
            bins of confidence (Guo et al., 2017). The loss counts all classes alike, whatever the class weights in training.

            Weights are not judged on pictures that are resized, cut or normalised otherwise than in their training, unless \
            `--set` changes `data` or `input` on purpose.
            """)

    @Argument(
        help: ArgumentHelp("The folder of a run, a packed file, or a spec with --weights.", valueName: "run-or-spec"),
        completion: .networks)
    var path: String

    @Option(
        help: ArgumentHelp(
            "Weights to evaluate, in safetensors; a run's last checkpoint if left out.", valueName: "file"),
        completion: .file(extensions: ["safetensors"]), transform: givenPath)
    var weights: String?

    @Flag(help: "Of a run, take the weights of its best evaluation instead of its last ones.")
    var best = false

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Pictures at once, which changes no result but by rounding; those of `train` in the spec, or 64.",
            valueName: "count"))
    var batch: Int?

    @Option(
        help: """
            Which pictures: those to test with, those to learn from, as they are and without what is held out, or those that \
            `validation` in `data` holds out of them; where it is left out, test, or validation where there is no test.
            """)
    var split: SplitName?

    @Flag(help: "Show the network each picture and its mirror image, and take the mean of the scores before softmax.")
    var flip = false

    @Flag(
        help: """
            Show it the four corners and the middle that `random-crop` of the spec could cut, and their mirror images; the mean \
            is taken as for --flip.
            """)
    var tenCrop = false

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Also tell how often the class is among so many highest scores; 2 to 5 by the number of classes, if left out.",
            valueName: "count"))
    var top: Int?

    @OptionGroup var spec: SpecOptions
    @OptionGroup var machine: MachineOptions
    @OptionGroup var messages: MessageOptions

    @Option(help: "How to write the result.")
    var format: OutputFormat = .text

    func validate() throws {
        try checkBatch(batch)
        if best, weights != nil { throw ValidationError("--best and --weights cannot be used together") }
        if flip, tenCrop { throw ValidationError("--flip and --ten-crop cannot be used together") }
        if let top, top < 1 { throw ValidationError("--top must be at least 1, found \(top)") }
    }

    func run() throws {
        try reporting {
            let source = try WeightsSource(path, weights: weights, best: best)
            let experiment = try compiled(source, spec, saysWarnings: source.run == nil)
            let data = try experiment.requireData()
            let dataset = try openedData(
                of: experiment, option: machine.data, weights: (source.weights, "`\(source.weights)`"),
                isQuiet: messages.quiet)
            let setup = try experiment.stepSetup(
                .evaluation, batch: batch, backend: machine.compute.makeBackend(for: experiment),
                passes: machine.compute.passes)
            _ = try locatingBatch(of: experiment, option: batch) {
                try StepForecast(setup, .evaluation(views), speed: nil, limit: .current)
            }
            if let findings = source.findings { _ = setup.backend.adopt(findings: findings) }
            let loaded = try loadedWeights(source, experiment)
            let parameters = loaded.parameters
            let evaluator = try Evaluator(
                experiment.network, parameters: parameters, backend: setup.backend, dataset: dataset, settings: data,
                batch: setup.batch, passes: setup.passes,
                loaderThreads: BatchLoader.threads(besides: machine.compute.threads))
            let progress = messages.progress
            let evaluation = try evaluator.evaluate(
                split?.split ?? dataset.finalSplit(), views: views, topCount: top, progress: progress.evaluated)
            progress.ended()
            sayWhatWasSkipped(of: dataset)
            switch format {
            case .json: try Terminal.write(try json(evaluation))
            case .text: try Terminal.write(EvaluationText(evaluation).render())
            }
        }
    }

    private func loadedWeights(_ source: WeightsSource, _ experiment: Experiment) throws -> LoadedWeights {
        let loaded = try LoadedWeights(source, for: experiment, changesPictures: spec.changesPictures)
        if let remark = loaded.remark { Terminal.note(remark) }
        return loaded
    }

    private var views: EvaluationViews { tenCrop ? .tenCrop : flip ? .flip : .whole }
}

/// The splits that a user can choose.
enum SplitName: String, ExpressibleByArgument, CaseIterable {
    case train, validation, test

    var split: Dataset.Split {
        switch self {
        case .train: .train
        case .validation: .validation
        case .test: .test
        }
    }
}
