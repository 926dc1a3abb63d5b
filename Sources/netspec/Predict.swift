import ArgumentParser
import Datasets
import Execution
import Layers
import Recipes
import Reports
import SpecCompiler
import Training

struct Predict: ParsableCommand {
    /// How predictions are written.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, csv, json
    }

    static let configuration = CommandConfiguration(
        command: "predict", takes: "<run> <picture> ...",
        "Tells what a trained network takes pictures for.",
        examples: [
            "netspec predict runs/first cat.jpg", "netspec predict runs/first photos --format csv",
            "netspec predict a.yaml cat.jpg --weights a.safetensors",
        ],
        more: """
            Pictures are JPEG, PNG or WebP files of any size, or folders of such. Each is brought to the network's input as \
            evaluation does it: resized, the middle cut out, normalised as in training. A network that learned from pictures of \
            one size, as those of CIFAR-10, is shown the middle of a picture in that size. What cannot be decoded is named, and the exit \
            code is then 1; the other pictures are told of all the same.
            """)

    @Argument(
        help: ArgumentHelp("The folder of a run, or a spec with --weights.", valueName: "run"),
        completion: .specs)
    var path: String

    @Argument(
        help: ArgumentHelp("Picture files, and folders with pictures in them.", valueName: "picture"),
        completion: .file())
    var pictures: [String]

    @Option(
        help: ArgumentHelp("Weights to take, in safetensors; a run's last checkpoint if left out.", valueName: "file"),
        completion: .file(extensions: ["safetensors"]))
    var weights: String?

    @Flag(help: "Of a run, take the weights of its best evaluation instead of its last ones.")
    var best = false

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Of how many classes to tell; 5 if left out.", valueName: "count"))
    var top: Int?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Pictures at once, which changes no result but by rounding; those of `train` in the spec, or 64.",
            valueName: "count"))
    var batch: Int?

    @OptionGroup var spec: SpecOptions
    @OptionGroup var compute: ComputeOptions
    @OptionGroup var messages: MessageOptions

    @Option(help: "How to write the result.")
    var format: Format = .text

    /// Of fewer pictures none is worth the time to find the fastest algorithms.
    private static let worthTuning = 1000

    func validate() throws {
        try checkBatch(batch)
        if best, weights != nil { throw ValidationError("--best and --weights cannot be used together") }
        if let top, top < 1 { throw ValidationError("--top must be at least 1, found \(top)") }
    }

    func run() throws {
        try reporting {
            let source = try WeightsSource(path, weights: weights, best: best)
            let experiment = try compiled(source.spec, spec, assertionsMustHold: true, saysWarnings: false)
            let data = try experiment.requireData()
            let given = try GivenPictures(pictures, for: data)
            let (predictions, classes) = try predictions(of: given, by: experiment, source)
            let report = PredictionReport(predictions, of: given, weights: source.weights, classes: classes)
            switch format {
            case .text: try Terminal.write(report.text)
            case .csv: try Terminal.write(report.csv)
            case .json: try Terminal.write(try json(report))
            }
            for refusal in given.refusals { sayError(refusal.message, help: refusal.help) }
            if !given.refusals.isEmpty { throw ExitCode(1) }
        }
    }

    private func predictions(
        of given: GivenPictures, by experiment: Experiment, _ source: WeightsSource
    ) throws -> ([Prediction], classes: [String]) {
        var compute = compute
        compute.noTune = compute.noTune || given.count < Self.worthTuning
        let setup = try experiment.stepSetup(
            .evaluation, batch: min(batch ?? experiment.training?.batch ?? 64, given.count),
            backend: compute.makeBackend(for: experiment), passes: compute.passes)
        _ = try locatingBatch(of: experiment, option: batch) {
            try StepForecast(setup, .evaluation(.whole), speed: nil, limit: .current)
        }
        if let findings = source.findings { _ = setup.backend.adopt(findings: findings) }
        let parameters = try ParameterStore(experiment.network)
        let names = try WeightsLoader.load(
            source.weights, into: parameters, optional: parameters.namesInAuxiliaries(of: experiment.network))
        if let mistake = NonFiniteWeights(parameters, from: source.weights) { throw mistake }
        let predictor = try Predictor(
            experiment.network, parameters: parameters, backend: setup.backend, settings: try experiment.requireData(),
            batch: setup.batch, passes: setup.passes, loaderThreads: BatchLoader.threads(besides: compute.threads))
        let progress = messages.progress
        var predictions: [Prediction] = []
        try predictor.predict(given, most: top ?? 5, progress: progress.evaluated) { predictions.append($0) }
        progress.ended()
        return (predictions, classes: try classes(names, count: predictor.classCount, source))
    }

    /// A name for each score; those of weights that carry none are numbers.
    private func classes(_ names: ClassNames?, count: Int, _ source: WeightsSource) throws -> [String] {
        guard let names else {
            Terminal.note("`\(source.weights)` does not say what the classes are called; they are numbered from 0")
            return (0..<count).map { "class \($0)" }
        }
        guard names.names.count == count else {
            throw TrainingError(
                "`\(source.weights)` must name the network's \(count) classes, and names \(names.names.count)",
                help: "take the weights of this network")
        }
        return names.names
    }
}
