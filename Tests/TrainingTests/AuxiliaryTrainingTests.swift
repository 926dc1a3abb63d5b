import Datasets
import Execution
import Interchange
import Recipes
import SpecCompiler
import Tensors
import TestSupport
import Testing
import Training

/// A training with an auxiliary classifier `head`, of weight 0.3, behind the second layer.
@Suite struct AuxiliaryTrainingTests {
    private static let head =
        "auxiliary: {name: head, weight: 0.3, network: [{global-average-pool: {}}, {linear: {name: fc, outputs: 10}}]}"

    private let folder: TemporaryFolder
    private let tiny: TinyTraining

    init() throws {
        folder = try TemporaryFolder()
        tiny = try TinyTraining(in: folder, middle: Self.head)
    }

    private func lines(_ run: String) throws -> [MetricsLine] {
        try MetricsLog.lines(of: folder["\(run)/metrics.jsonl"])
    }

    @Test func metricsTellTheLossesApart() throws {
        try tiny.begin("run")
        let steps = try lines("run").filter { $0.split == .train }
        #expect(steps.count == 10)
        for line in steps {
            let losses = try #require(line.losses)
            #expect(losses.keys.sorted() == ["head", "loss"])
            let sum = try #require(losses["loss"]) + 0.3 * #require(losses["head"])
            #expect(abs(try #require(line.loss) - sum) < 1e-5)
        }
        // Ten classes before anything is learned: log 10 each, 2.3.
        #expect(steps[0].losses?.values.allSatisfy { (1.5...3.5).contains($0) } == true)
        #expect(try folder.text("run/metrics.jsonl").contains(#", "losses": {"head": "#))
    }

    @Test func evaluationIsOfTheNetworkAlone() throws {
        try tiny.begin("run")
        let test = try #require(try lines("run").last { $0.split == .test })
        #expect(test.losses == nil)
        let store = try ParameterStore(tiny.experiment.network)
        let weights = try RunFolder.open(at: folder["run"]).requireLastCheckpoint().weightsPath
        try WeightsLoader.load(weights, into: store)
        for entry in store.entries where entry.name.hasPrefix("head/") {
            store.set(entry, to: Tensor(store.tensor(entry).shape, repeating: .nan))
        }
        let data = try #require(tiny.experiment.data)
        let evaluation = try Evaluator(
            tiny.experiment.network, parameters: store, backend: ReferenceBackend(),
            dataset: try data.open(in: nil), settings: data, batch: 8
        ).evaluate()
        #expect(evaluation.loss == test.loss && evaluation.top1 == test.top1)
    }

    @Test func checkpointsHoldWhatTheClassifierLearned() throws {
        let initial = try ParameterStore(tiny.experiment.network)
        initial.initialize(seed: 1)
        try tiny.begin("run")
        let weights = try SafetensorsFile.read(RunFolder.open(at: folder["run"]).requireLastCheckpoint().weightsPath)
        for name in ["head/fc.weight", "head/fc.bias"] {
            let entry = try #require(initial.entries.first { $0.name == name })
            let trained = try #require(weights.byName[name])
            #expect(trained.shape == initial.tensor(entry).shape)
            #expect(trained != initial.tensor(entry))
        }
    }

    @Test func stoppingLeavesNoTrace() throws {
        func trace(_ run: String) throws -> [String] {
            try lines(run).map {
                "\($0.step) \($0.split) \($0.loss ?? 0) \(String(describing: $0.losses?.sorted { $0.key < $1.key }))"
            }
        }
        try tiny.begin("whole")
        try tiny.begin("parts", maxSteps: 3)
        try tiny.resume("parts")
        let weights = "checkpoints/step-00000010.safetensors"
        #expect(try folder.bytes("whole/\(weights)") == folder.bytes("parts/\(weights)"))
        #expect(try trace("whole") == trace("parts"))
    }

    @Test func weightsMayLackTheClassifierWhereItIsNotNeeded() throws {
        let store = try ParameterStore(tiny.experiment.network)
        store.initialize(seed: 3)
        let optional = store.namesInAuxiliaries(of: tiny.experiment.network)
        #expect(optional == ["head/fc.weight", "head/fc.bias"])
        let all = store.entries.map { SafetensorsFile.Entry($0.name, store.tensor($0)) }
        let deployed = SafetensorsFile(all.filter { !optional.contains($0.name) })
        let path = folder["w"]
        try deployed.write(to: path)
        #expect(throws: WeightsMismatch.self) { try WeightsLoader.load(path, into: store) }
        try WeightsLoader.load(path, into: store, optional: optional)
        try SafetensorsFile(all).write(to: path)
        try WeightsLoader.load(path, into: store, optional: optional)
        try SafetensorsFile(all.filter { $0.name != "stem.bias" }).write(to: path)
        let error = #expect(throws: WeightsMismatch.self) {
            try WeightsLoader.load(path, into: store, optional: optional)
        }
        #expect(error?.description == "`\(path)` is for another network: it lacks `stem.bias`")
    }
}
