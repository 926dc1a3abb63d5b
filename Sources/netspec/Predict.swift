import ArgumentParser
import Datasets
import Netspec
import Planning
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
            "netspec predict photos.safetensors cat.jpg",
        ],
        more: """
            Pictures are JPEG, PNG or WebP files of any size, or folders of such. Each is brought to the network's input as \
            evaluation does it: resized, the middle cut out, normalised as in training. A network that learned from pictures of \
            one size, as those of CIFAR-10, is shown the middle of a picture in that size. What is not there or cannot be decoded is named, and the exit \
            code is then 1; the other pictures are told of all the same.

            --explain draws class activation maps (Zhou et al., 2016) beside the pictures, as the network sees them: orange where \
            something speaks for the class, blue where it speaks against it. They are exact for networks that end in a mean over \
            the picture and a linear layer; others are refused. No file is replaced.
            """)

    @Argument(
        help: ArgumentHelp("The folder of a run, a packed file, or a spec with --weights.", valueName: "run"),
        completion: .networks)
    var path: String

    @Argument(
        help: ArgumentHelp("Picture files, and folders with pictures in them.", valueName: "picture"),
        completion: .file())
    var pictures: [String]

    @Option(
        help: ArgumentHelp("Weights to take, in safetensors; a run's last checkpoint if left out.", valueName: "file"),
        completion: .file(extensions: ["safetensors"]), transform: givenPath)
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

    @Option(
        help: ArgumentHelp(
            "Also write a picture of where the network saw its first class, for each picture, into this folder.",
            valueName: "folder"), completion: .directory, transform: givenPath)
    var explain: String?

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
            let experiment = try compiled(source, spec, saysWarnings: false)
            let data = try experiment.requireData()
            if let explain {
                try data.requireApart(
                    explain, DataOpening(option: nil), help: "name a folder elsewhere with `--explain`")
            }
            let given = try GivenPictures(pictures, for: data)
            // Without a network there is nothing to wait for.
            if given.count == 0 { return try tellRefusals(of: given) }
            let network = try trainedNetwork(experiment, source, pictures: given.count)
            if explain != nil { try network.requireActivationMaps() }
            if let remark = network.remark { Terminal.note(remark) }
            if network.classNames == nil {
                Terminal.note(
                    "`\(source.weights)` does not say what the classes are called; they are numbered from 0")
            }
            let progress = messages.progress
            let predictions = try network.predictions(of: given, most: top ?? 5, progress: progress.evaluated)
            progress.ended()
            let explanations = try explain.map { try ExplanationFolder($0).write(predictions, of: given, by: network) }
            let report = PredictionReport(
                predictions, of: given, weights: source.weights, classes: network.classes,
                explanations: explanations ?? [:])
            switch format {
            case .text: try Terminal.write(report.text)
            case .csv: try Terminal.write(report.csv)
            case .json: try Terminal.write(try json(report))
            }
            try tellRefusals(of: given)
        }
    }

    /// - Throws: `ExitCode` where there are any.
    private func tellRefusals(of given: GivenPictures) throws {
        for refusal in given.refusals { sayError(refusal.message, help: refusal.help) }
        if !given.refusals.isEmpty { throw ExitCode(1) }
    }

    private func trainedNetwork(
        _ experiment: Experiment, _ source: WeightsSource, pictures: Int
    ) throws -> TrainedNetwork {
        var compute = compute
        compute.noTune = compute.noTune || pictures < Self.worthTuning
        return try locatingBatch(of: experiment, option: batch) {
            try TrainedNetwork(
                experiment, source, backend: compute.makeBackend(for: experiment),
                batch: min(batch ?? experiment.training?.batch ?? UsualBatch.step, pictures), passes: compute.passes,
                loaderThreads: BatchLoader.threads(besides: compute.threads),
                changesPictures: spec.changesPictures)
        }
    }
}
