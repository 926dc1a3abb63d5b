import Datasets
import Execution
import Recipes
import SpecCompiler
import Tensors
import TestSupport
import Testing
import Training

@Suite struct TrainerTests {
    /// Writes down what it is told.
    private final class Listener: TrainingObserver {
        var events: [String] = []
        func began(_ course: TrainingCourse) { events.append("began \(course.epochs)×\(course.stepsPerEpoch)") }
        func finished(_ step: StepReport) { events.append("step \(step.step) of epoch \(step.epoch)") }
        func finishedEpoch(_ epoch: Int) { events.append("epoch \(epoch)") }
        func evaluated(_ count: Int, of total: Int) { events.append("evaluated \(count)/\(total)") }
        func finished(_ evaluation: Evaluation, epoch: Int) { events.append("evaluation of \(evaluation.samples)") }
        func wrote(_ checkpoint: Checkpoint) { events.append("checkpoint \(checkpoint.step)") }
        func ended() { events.append("ended") }
    }

    @Test func tellsItsObserver() throws {
        let folder = try TemporaryFolder()
        let listener = Listener()
        try TinyTraining(in: folder).begin("run", maxSteps: 6, observer: listener)
        #expect(
            listener.events == ["began 2×5"] + (1...5).map { "step \($0) of epoch 1" }
                + [
                    "epoch 1", "checkpoint 5", "evaluated 8/20", "evaluated 16/20", "evaluated 20/20",
                    "evaluation of 20",
                ]
                + ["step 6 of epoch 2", "checkpoint 6", "ended"])
    }

    @Test func evaluatesAtTheEndOnly() throws {
        let folder = try TemporaryFolder()
        let outcome = try TinyTraining(in: folder, evaluateEvery: 0).begin("run")
        let tests = try MetricsLog.lines(of: folder["run/metrics.jsonl"]).filter { $0.split == .test }
        #expect(tests.map(\.step) == [10])
        #expect(outcome.evaluation?.samples == 20)
        #expect(outcome.evaluation?.confusion.map { $0.reduce(0, +) } == [Int](repeating: 2, count: 10))
    }

    @Test func writesMetricsAsPromised() throws {
        let folder = try TemporaryFolder()
        try TinyTraining(in: folder, epochs: 1).begin("run")
        let lines = try folder.text("run/metrics.jsonl").split(separator: "\n")
        #expect(lines.count == 6)
        #expect(lines[0].hasPrefix(#"{"schema": 1, "step": 1, "epoch": 1, "split": "train", "loss": "#))
        #expect(lines[0].contains(#", "learningRate": 0.05, "imagesPerSecond": "#))
        for line in try MetricsLog.lines(of: folder["run/metrics.jsonl"]) {
            #expect(line.waited.map { (0...1).contains($0) } == (line.split == .train ? true : nil))
        }
        #expect(lines[5].hasPrefix(#"{"schema": 1, "step": 5, "epoch": 1, "split": "test", "loss": "#))
        #expect(lines[5].contains(#", "top5": "#))
    }

    @Test func learns() throws {
        let folder = try TemporaryFolder()
        let tiny = try TinyTraining(in: folder, epochs: 12, rate: 0.1, evaluateEvery: 0)
        try tiny.begin("run")
        let losses = try MetricsLog.lines(of: folder["run/metrics.jsonl"]).compactMap(\.loss)
        #expect(losses.suffix(10).reduce(0, +) < losses.prefix(10).reduce(0, +))
    }

    @Test func saysThatItDiverged() throws {
        let folder = try TemporaryFolder()
        let error = #expect(throws: TrainingDiverged.self) {
            try TinyTraining(in: folder, epochs: 400, rate: 1e30, evaluateEvery: 0).begin("run")
        }
        let message =
            "the training diverged: the loss is no finite number in step 2, batch 2 of epoch 1, at the learning rate 1e+30; "
            + "so is the running statistic `norm.variance`"
        #expect(error?.description == message)
        #expect(error?.help?.hasSuffix("there is no checkpoint from before") == true)
        #expect(folder.names("run/checkpoints").isEmpty)
    }

    @Test func refusesABatchAboveTheSet() throws {
        let folder = try TemporaryFolder()
        let tiny = try TinyTraining(in: folder)
        let few = SyntheticShapes(trainCount: 7).open(in: nil).train
        let run = try RunFolder.create(at: folder["run"], spec: tiny.experiment.resolvedText)
        let error = #expect(throws: DataError.self) {
            try Trainer(tiny.setup(pictures: { _ in few }), in: run, observer: Silence())
        }
        #expect(error?.message == "`batch` must be at most the 7 training pictures of `synthetic`, found 8")
        #expect(folder.names("run").isEmpty)
    }

    /// 8 pictures, of which a step takes several batches.
    @Test(arguments: [
        (8, 2, "accumulate", "write `batch: 4` or less, or a lower `accumulate`"),
        (4, 3, "accumulate", "write `batch: 2` or less, or a lower `accumulate`"),
        (2, 9, "accumulate", "write `accumulate: 4` or less"),
        (9, 9, "batch", "write `accumulate: 1` and `batch: 8` or less"),
    ]) func aStepAboveTheSetHasARemedy(batch: Int, accumulate: Int, field: String, help: String) throws {
        let settings = TrainSettings(epochs: 1, batch: batch, optimizer: SGD(rate: 1), accumulate: accumulate)
        let excess = try #require(settings.excess(over: 8, described: "8 training pictures"))
        #expect(excess.field == field)
        #expect(
            excess.message
                == "a step must have at most the 8 training pictures, and `accumulate: \(accumulate)` batches of "
                + "\(batch) have \(batch * accumulate)")
        #expect(excess.help == help)
        #expect(settings.excess(over: batch * accumulate, described: "") == nil)
    }

    /// 41 pictures in batches of 8, behind a global pool.
    @Test func refusesALastBatchOfOneValueBeforeTheFolderIsTouched() throws {
        let folder = try TemporaryFolder()
        let tiny = try TinyTraining(
            in: folder, middle: "global-average-pool: {name: early}\n  - batch-norm: {name: late}",
            set: ["train.partial-batch=keep"])
        func trainer(_ count: Int) throws -> Trainer {
            let set = SyntheticShapes(trainCount: count).open(in: nil).train
            let run = try RunFolder.create(at: folder["run"], spec: tiny.experiment.resolvedText)
            return try Trainer(tiny.setup(pictures: { _ in set }), in: run, observer: Silence())
        }
        let error = #expect(throws: TrainingError.self) { try trainer(41) }
        #expect(
            error?.message
                == "`late` must have more than one value of a channel to learn from, and the last batch of an epoch, "
                + "1 of 41 pictures in batches of 8, has one")
        #expect(error?.help == "write another `batch`, or `partial-batch: drop`")
        #expect(folder.names("run").isEmpty)
        _ = try trainer(42)
    }

    @Test func refusesAnotherNumberOfClasses() throws {
        let folder = try TemporaryFolder()
        let tiny = try TinyTraining(in: folder)
        let data = try #require(tiny.experiment.data)
        let set = try data.open(in: nil)
        let fewer = Dataset(
            name: set.name, classes: Array(set.classes.prefix(7)), train: set.train, test: set.test)
        let setup = TrainingSetup(
            network: tiny.experiment.network, settings: try #require(tiny.experiment.training), dataset: fewer,
            dataSettings: data, backend: ReferenceBackend())
        let run = try RunFolder.create(at: folder["run"], spec: tiny.experiment.resolvedText)
        let error = #expect(throws: TrainingError.self) { try Trainer(setup, in: run, observer: Silence()) }
        #expect(
            error?.message
                == "the network must end in a score for each of the 7 classes of `synthetic`, found 10")
    }

    /// What a checkpoint holds is what was evaluated: the weights, or an average of them.
    @Test(arguments: [
        [], ["average: {decay: 0.7, every: 2, from: 0.5}"], ["average: {half-life: 0.5, re-estimate: 3}"],
    ]) func evaluatesAlikeInEveryBatch(others: [String]) throws {
        let folder = try TemporaryFolder()
        let tiny = try TinyTraining(in: folder, others: others)
        let trained = try #require(try tiny.begin("run").evaluation)
        let data = try #require(tiny.experiment.data)
        let store = try ParameterStore(tiny.experiment.network)
        let last = try RunFolder.open(at: folder["run"]).requireLastCheckpoint()
        try WeightsLoader.load(last.weightsPath, into: store)
        for batch in [1, 7, 20, 33] {
            let evaluation = try Evaluator(
                tiny.experiment.network, parameters: store, backend: ReferenceBackend(),
                dataset: try data.open(in: nil), settings: data, batch: batch
            ).evaluate()
            #expect(evaluation == trained)
        }
    }
}
