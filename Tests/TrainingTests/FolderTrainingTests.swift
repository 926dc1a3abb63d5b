import Datasets
import Diagnostics
import Execution
import Interchange
import Recipes
import SpecCompiler
import Tensors
import TestSupport
import Testing
import Training

/// Trainings on the same pictures in CIFAR-10's binary files and in a folder of PNG files.
@Suite(.timeLimit(.minutes(2))) struct FolderTrainingTests {
    private static let classes = [
        "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck",
    ]
    private let folder: TemporaryFolder

    /// `binary`, and `pictures` and `photographs` with `train` and `test`: 100 and 20 synthetic pictures, in the order of their
    /// classes.
    init() throws {
        folder = try TemporaryFolder()
        let made = SyntheticShapes(trainCount: 100, testCount: 20)
        let set = made.open(in: nil)
        for (split, pictures) in [("train", set.train), ("test", try #require(set.test))] {
            var records: [[UInt8]] = []
            for label in 0..<10 {
                for index in stride(from: label, to: pictures.count, by: 10) {
                    var room = PictureRoom()
                    let shape = try pictures.read(index, into: &room)
                    let planes = Array(try room.bytes(shape.elementCount))
                    records.append([UInt8(label)] + planes)
                    let name = "\(split)/\(Self.classes[label])/\(1000 + records.count)"
                    try folder.write(
                        PNGFile.bytes(planes: planes, channels: 3, height: 32, width: 32), to: "pictures/\(name).png")
                    try folder.write(
                        JPEGFile.bytes(planes: planes, height: 32, width: 32), to: "photographs/\(name).jpg")
                }
            }
            if split == "test" {
                try folder.write(Array(records.joined()), to: "binary/test_batch.bin")
            } else {
                for file in 0..<5 {
                    try folder.write(
                        Array(records[20 * file..<20 * (file + 1)].joined()), to: "binary/data_batch_\(file + 1).bin")
                }
            }
        }
    }

    private static let constants = "{mean: [0.5, 0.4, 0.3], deviation: [0.25, 0.2, 0.3]}"

    private func experiment(_ source: String, more: String = "") throws -> Experiment {
        try folder.write(
            """
            netspec: 1
            name: tiny
            input: {channels: 3, height: 32, width: 32}
            classes: 10
            network:
              - convolution: {name: stem, filters: 4, kernel: 4, stride: 4}
              - {batch-norm: {name: norm}}
              - relu
              - global-average-pool
              - linear: {name: classifier, outputs: 10}
            data:
              source: \(source)
              normalize: \(Self.constants)
              augment: [{random-crop: {size: 32, pad: 4}}, horizontal-flip, {color-jitter: {brightness: 0.3}}]
            \(more)
            train: {epochs: 2, batch: 16, optimizer: {sgd: {rate: 0.05, momentum: 0.9}}}

            """, to: "spec.yaml")
        let result = try SpecCompiler.compile(folder["spec.yaml"])
        return try #require(result.experiment, "\(result.diagnostics.map(\.message))")
    }

    private func setup(_ experiment: Experiment, data: String? = nil) throws -> TrainingSetup {
        let settings = try #require(experiment.data)
        return TrainingSetup(
            network: experiment.network, settings: try #require(experiment.training),
            dataset: try settings.open(in: data), dataSettings: settings, backend: ReferenceBackend())
    }

    @discardableResult
    private func train(
        _ experiment: Experiment, in name: String, data: String? = nil, with made: TrainingSetup? = nil,
        maxSteps: Int? = nil
    ) throws -> TrainingOutcome {
        let run = try RunFolder.create(at: folder[name], spec: experiment.resolvedText)
        return try Trainer(made ?? setup(experiment, data: data), in: run, observer: Silence()).train(
            maxSteps: maxSteps)
    }

    @discardableResult
    private func resume(_ experiment: Experiment, in name: String) throws -> TrainingOutcome {
        let run = try RunFolder.resume(
            at: folder[name], spec: experiment.resolvedText, checking: experiment.requireContinuation)
        return try Trainer(setup(experiment), in: run, observer: Silence()).train()
    }

    private func weights(_ name: String) throws -> SafetensorsFile {
        try SafetensorsFile.read(RunFolder.open(at: folder[name]).requireLastCheckpoint().weightsPath)
    }

    @Test(arguments: ["{folder: pictures}", "{folder: {path: pictures, cache: memory}}"])
    func pngTrainsToTheSameBits(source: String) throws {
        let binary = try train(experiment("cifar10"), in: "of-binary", data: folder["binary"])
        let pictures = try train(experiment(source), in: "of-pictures")
        #expect(pictures.step == 12)
        let (found, wanted) = (try #require(pictures.evaluation), try #require(binary.evaluation))
        #expect(found.loss == wanted.loss && found.confusion == wanted.confusion)
        #expect(found.calibration == wanted.calibration && found.top5 == wanted.top5)
        // Mistakes have the names of files, of which a binary file has none.
        #expect(
            found.mistakes.map {
                WrongAnswer(picture: $0.picture, label: $0.label, answer: $0.answer, confidence: $0.confidence)
            } == wanted.mistakes)
        #expect(found.mistakes.allSatisfy { $0.name?.hasSuffix(".png") == true } && !found.mistakes.isEmpty)
        let (one, other) = (try weights("of-binary"), try weights("of-pictures"))
        #expect(one.tensors == other.tensors)
        #expect(one.metadata["classes"] == other.metadata["classes"])
    }

    /// JPEG's rounding changes pixels by 2 of 255 at most, as Pillow reads such files.
    @Test func jpegTrainsToAboutTheSame() throws {
        let pictures = try #require(try train(experiment("{folder: pictures}"), in: "of-pictures").evaluation)
        let photographs = try #require(try train(experiment("{folder: photographs}"), in: "of-photographs").evaluation)
        #expect(photographs.samples == pictures.samples)
        #expect(photographs.loss != pictures.loss)
        #expect(abs(photographs.loss - pictures.loss) < 0.02)
    }

    @Test func otherClassesAreRefusedOnResume() throws {
        let experiment = try experiment("{folder: pictures}")
        try train(experiment, in: "run", maxSteps: 3)
        try folder.move("pictures/train/cat", to: "pictures/train/lion")
        try folder.move("pictures/test/cat", to: "pictures/test/lion")
        let before = try folder.contents("run")
        #expect(
            throws: TrainingError(
                "the classes of `pictures` must be those of the run: missing `cat`; found besides `lion`",
                help: "give the data that the weights were trained on, or train on these in another folder")
        ) { try resume(experiment, in: "run") }
        #expect(try folder.contents("run") == before)
    }

    @Test func aFolderMayBeElsewhereWhenTheRunGoesOn() throws {
        let begun = try experiment("{folder: pictures}")
        try train(begun, in: "run", maxSteps: 3)
        try folder.move("pictures", to: "elsewhere")
        let moved = try experiment("{folder: elsewhere}")
        try moved.requireContinuation(ofRunBy: folder["run/spec.yaml"])
    }

    /// A file that goes away ends the run; what was trained by then is kept, and goes on once the file is back.
    @Test func aRunIsGoneOnWithAfterAFileWasAway() throws {
        let experiment = try experiment("{folder: pictures}")
        try train(experiment, in: "whole")
        let setup = try setup(experiment)
        let file = "pictures/train/dog/1056.png"
        try folder.move(file, to: "away.png")
        let error = #expect(throws: DataError.self) { try train(experiment, in: "run", with: setup) }
        #expect(error?.message.hasPrefix("`\(experiment.data?.path ?? "")/train/dog/1056.png` was there") == true)
        try folder.move("away.png", to: file)
        try resume(experiment, in: "run")
        #expect(try weights("run").tensors == weights("whole").tensors)
    }

    @Test func withoutATestTheHeldOutPicturesAreEvaluated() throws {
        try folder.remove("pictures/test")
        #expect(
            throws: DataError(
                "`pictures` must have pictures to evaluate by, and all of its 100 are to learn from",
                help: "write `validation: 0.1` in `data` to hold a tenth of them out, or give it a test split")
        ) { try train(experiment("{folder: pictures}"), in: "none") }
        #expect(!folder.exists("none"))
        let outcome = try train(experiment("{folder: pictures}", more: "  validation: 20"), in: "run")
        #expect(outcome.evaluated == .validation)
        #expect(outcome.evaluation?.samples == 20)
        #expect(outcome.results[.test] == nil)
    }

    @Test func classWeightsGoByNameAndByCounts() throws {
        let set = try setup(experiment("{folder: pictures}")).dataset
        let counts = set.train.counts(classes: 10)
        #expect(counts == [Int](repeating: 10, count: 10))
        #expect(
            try ClassWeighting.named(["cat": 3]).weights(classes: set.classes, counts: counts)
                == [1, 1, 1, 3, 1, 1, 1, 1, 1, 1])
        #expect(
            throws: DataError("`class-weights` must name classes of the data, found `cta`", help: "write `cat`")
        ) { try ClassWeighting.named(["cta": 3]).weights(classes: set.classes, counts: counts) }
        // scikit-learn's "balanced": n / (classes · n of the class).
        #expect(
            try ClassWeighting.balanced.weights(classes: ["a", "b", "c"], counts: [10, 30, 20]) == [2, 2.0 / 3, 1])
    }
}

extension DataSettings {
    fileprivate var path: String? { (source as? PictureFolder)?.path }
}
