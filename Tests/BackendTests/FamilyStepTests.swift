import Diagnostics
import Execution
import Fixtures
import Foundation
import Layers
import Networks
import OneDNNBackend
import Planning
import Recipes
import SpecCompiler
import Tensors
import Testing
import Training

/// A training step and an evaluation of every network of `Specs`, on pictures of its own size, against PyTorch in float64 with
/// the same weights.
@Suite(.serialized) struct FamilyStepTests {
    private static let tolerance = 1e-5

    @Test(arguments: try FamilyFixture.load()) func lossesArePyTorchs(_ wanted: FamilyFixture.Network) throws {
        let network = try network(wanted)
        let parameters = try ParameterStore(network)
        for entry in parameters.entries {
            parameters.set(entry, to: wanted.initial(entry.name, entry.specification.shape))
        }
        let classes = network.shape(of: network.output).elementCount
        let batch = try Batch(
            pixels: wanted.pixels.values, targets: wanted.labels(classes: classes).map { Target($0) },
            classCount: classes)
        let backend = try OneDNNBackend(threads: 2)
        let withLoss = try network.adding(loss: SoftmaxCrossEntropy())

        let training = try backend.compile(
            ExecutionPlan(withLoss, phase: .training, batch: wanted.input[0]), parameters: parameters)
        try training.run(batch)
        let terms = training.lossTerms.map(mean)
        #expect(terms.count == wanted.losses.count)
        for (found, loss) in zip(terms, wanted.losses) { #expect(abs(found / loss - 1) <= Self.tolerance) }

        let evaluation = try backend.compile(
            ExecutionPlan(withLoss, phase: .evaluation, batch: wanted.input[0]), parameters: parameters)
        try evaluation.run(batch)
        #expect(abs(mean(evaluation.losses) / wanted.evaluationLoss - 1) <= Self.tolerance)

        try expectFiniteUpdate(training, parameters)
    }

    private func network(_ wanted: FamilyFixture.Network) throws -> Network {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let result = try SpecCompiler.compile(
            root.appendingPathComponent("Specs/\(wanted.spec)").path, overrides: wanted.set)
        return try #require(result.experiment, "\(result.diagnostics.map(\.message))").network
    }

    private func mean(_ values: UnsafeBufferPointer<Float>) -> Double {
        values.reduce(0) { $0 + Double($1) } / Double(values.count)
    }

    /// Weights move, and all stay numbers; a bias in front of batch normalisation has no gradient.
    private func expectFiniteUpdate(_ executable: any Executable, _ parameters: ParameterStore) throws {
        let learned = parameters.entries.filter { $0.specification.role == .learned }
        let before = learned.map { parameters.tensor($0).values }
        let optimizer = SGD(rate: 0.01, momentum: 0.9)
        let updater = try WeightUpdater(
            executable, parameters, optimizer: optimizer, groups: ParameterGroups(ofAll: parameters),
            state: try OptimizerState(of: optimizer, for: parameters))
        try updater.add(pictures: 1)
        try updater.update(rate: optimizer.rate, step: 0)
        for (entry, old) in zip(learned, before) {
            let new = parameters.tensor(entry).values
            let isFinite = new.allSatisfy { $0.isFinite }
            #expect(isFinite, "\(entry.name)")
            let hasMoved = new != old
            #expect(hasMoved || entry.specification.name != .weight, "\(entry.name) stays as it is")
        }
    }
}
