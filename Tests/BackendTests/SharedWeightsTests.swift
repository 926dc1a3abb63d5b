import Diagnostics
import Execution
import Fixtures
import Layers
import Networks
import OneDNNBackend
import Planning
import Recipes
import SpecCompiler
import Tensors
import Testing
import Training

/// Layers that use the parameters of others against PyTorch's modules that are used twice: losses of some steps, and every
/// number at their end.
@Suite(.serialized) struct SharedWeightsTests {
    private static let spec = """
        netspec: 1
        input: {channels: 3, height: 8, width: 8}
        classes: 5
        network:
          - convolution: {name: stem, filters: 6, kernel: 3, pad: 1}
          - relu
          - convolution: {name: first, filters: 6, kernel: 3, pad: 1}
          - batch-norm: {name: norm}
          - relu: {name: middle}
          - convolution: {name: second, filters: 6, kernel: 3, pad: 1, weights-from: first}
          - batch-norm: {weights-from: norm}
          - relu
          - concat:
              one: [{convolution: {name: left, filters: 16, kernel: 1}}]
              other: [{convolution: {name: right, filters: 16, kernel: 1, weights-from: {weight: left}}}]
          - global-average-pool
          - linear: {name: wide, outputs: 32}
          - relu
          - linear: {name: wide_again, outputs: 32, weights-from: wide}
          - relu
          - linear: {name: scores, outputs: 5}
        lint: {bias-before-batch-norm: off}
        """

    private let fixture: SharedWeightsFixture

    init() throws { fixture = try SharedWeightsFixture.load() }

    @Test(arguments: ["plain", "clipped", "accumulated", "frozen"]) func onTheReference(run: String) throws {
        try expectAgreement(of: ReferenceBackend(), run)
    }

    @Test(arguments: ["plain", "clipped", "accumulated", "frozen"]) func onOneDNN(run: String) throws {
        try expectAgreement(of: OneDNNBackend(threads: 2, poisonsMemory: true), run)
    }

    /// The gradients of an owner that no loss reads are those of the others alone, however often it runs.
    @Test func nothingIsLeftOfTheStepBefore() throws {
        let network = try PassNetworks.network("tied")
        for backend in [ReferenceBackend(), try OneDNNBackend(threads: 2)] as [any Backend] {
            let parameters = try ParameterStore(network)
            parameters.initialize(seed: 3)
            let plan = ExecutionPlan(network, phase: .training, batch: 3)
            let executable = try backend.compile(plan, parameters: parameters)
            let batch = try Batch.random(for: network, count: 3)
            try executable.run(batch)
            let gradients = Array(parameters.gradients)
            try executable.run(batch)
            #expect(Array(parameters.gradients) == gradients)
        }
    }

    private func experiment(_ run: SharedWeightsFixture.Run) throws -> Experiment {
        let rules = run.frozen.map { ", rules: [{match: \"\($0).*\", freeze: true}]" } ?? ""
        let settings = fixture.optimizer
        let train =
            "train: {epochs: 1, batch: 4, optimizer: {sgd: {rate: \(settings.rate), momentum: \(settings.momentum), "
            + "weight-decay: \(settings.weightDecay)}}\(rules)}"
        let result = SpecCompiler.compile(text: Self.spec + "\n" + train)
        return try #require(result.experiment, "\(result.diagnostics.map(\.message))")
    }

    private func expectAgreement(of backend: any Backend, _ name: String) throws {
        let run = try #require(fixture.runs.first { $0.name == name })
        let experiment = try experiment(run)
        let settings = try #require(experiment.training)
        let network = try experiment.network.adding(loss: SoftmaxCrossEntropy())
        let parameters = try ParameterStore(network)
        #expect(Set(parameters.entries.map(\.name)) == Set(fixture.tensors.map(\.name)))
        for entry in parameters.entries {
            parameters.set(entry, to: try #require(fixture.tensors.first { $0.name == entry.name }).tensor)
        }
        let plan = ExecutionPlan(network, phase: .training, batch: 4)
        let executable = try backend.compile(plan, parameters: parameters)
        let updater = try WeightUpdater(
            executable, parameters, optimizer: settings.optimizer, groups: ParameterGroups(parameters, settings),
            state: try OptimizerState(of: settings.optimizer, for: parameters), clipNorm: run.clip,
            accumulates: run.batchesInStep > 1)
        var queue = fixture.batches[...]
        for (step, expected) in run.losses.enumerated() {
            var losses: [Float] = []
            for batch in queue.prefix(run.batchesInStep) {
                try executable.run(
                    Batch(pixels: batch.pixels.values, targets: batch.labels.map { Target($0) }, classCount: 5))
                losses += executable.losses
                try updater.add(pictures: 4)
            }
            queue = queue.dropFirst(run.batchesInStep)
            let loss = losses.reduce(0) { $0 + Double($1) } / Double(losses.count)
            #expect(abs(loss / expected - 1) < 1e-5, "step \(step)")
            try updater.update(rate: fixture.optimizer.rate, step: step)
        }
        for entry in parameters.entries {
            let expected = try #require(run.values[entry.name])
            #expect(relativeError(parameters.tensor(entry).values, expected) < 1e-5, "\(entry.name)")
        }
    }
}
