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

/// A whole training step of `Specs/googlenet-cifar10.yaml` against PyTorch in float64: the same weights, the same batch.
@Suite(.serialized) struct TrainingStepTests {
    /// Norm of the difference over norm.
    private static let tolerance = 1e-3

    @Test func googLeNetAgreesWithPyTorch() throws {
        let fixture = try TrainingStepFixture.load()
        let network = try googLeNet().adding(loss: SoftmaxCrossEntropy())
        let parameters = try parameters(of: network, from: fixture)
        let backend = try OneDNNBackend(threads: 2)
        let plan = ExecutionPlan(network, phase: .training, batch: fixture.batch)
        let executable = try backend.compile(plan, parameters: parameters)
        let batch = try Batch(
            pixels: fixture.pixels.values, targets: fixture.labels.map { Target(Int($0)) }, classCount: 10)

        try executable.run(batch)
        let logits = fixture.logits.flatMap { $0.map { Float($0) } }
        #expect(relativeError(Array(executable.scores), logits) <= Self.tolerance)
        #expect(abs(meanLoss(executable) / fixture.loss - 1) <= Self.tolerance)
        expectGradients(parameters, fixture)
        try update(executable, parameters, fixture.optimizer)
        expectUpdatedNumbers(parameters, fixture)

        try executable.run(batch)
        #expect(abs(meanLoss(executable) / fixture.lossAfter - 1) <= Self.tolerance)
    }

    private func googLeNet() throws -> Network {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let spec = folder.deletingLastPathComponent().appendingPathComponent("Specs/googlenet-cifar10.yaml")
        let result = try SpecCompiler.compile(spec.path)
        #expect(result.diagnostics.isEmpty)
        return try #require(result.experiment).network
    }

    /// The network's parameters with the fixture's numbers; every one must have its namesake.
    private func parameters(of network: Network, from fixture: TrainingStepFixture) throws -> ParameterStore {
        let parameters = try ParameterStore(network)
        let byName = Dictionary(uniqueKeysWithValues: fixture.tensors.map { ($0.name, $0) })
        #expect(Set(byName.keys) == Set(parameters.entries.map(\.name)))
        for entry in parameters.entries { parameters.set(entry, to: try #require(byName[entry.name]).initial) }
        return parameters
    }

    private func meanLoss(_ executable: any Executable) -> Double {
        executable.losses.reduce(0) { $0 + Double($1) } / Double(executable.losses.count)
    }

    private func expectGradients(_ parameters: ParameterStore, _ fixture: TrainingStepFixture) {
        let byName = Dictionary(uniqueKeysWithValues: fixture.tensors.map { ($0.name, $0) })
        for entry in parameters.entries where entry.specification.role == .learned {
            let found = parameters.gradientTensor(entry)
            if let expected = byName[entry.name]?.gradient {
                let error = expected.distance(to: found, named: entry.name) / expected.norm
                #expect(error <= Self.tolerance, "gradient of \(entry.name)")
            } else if let scale = byName[entry.name]?.gradientScale {
                let norm = found.values.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
                #expect(norm <= Self.tolerance * scale, "gradient of \(entry.name), which is 0")
            } else {
                Issue.record("no expected gradient of \(entry.name)")
            }
        }
    }

    private func update(
        _ executable: any Executable, _ parameters: ParameterStore, _ settings: TrainingStepFixture.Optimizer
    ) throws {
        let optimizer = SGD(
            rate: settings.rate, momentum: settings.momentum, nesterov: settings.nesterov,
            weightDecay: settings.weightDecay)
        let updater = try WeightUpdater(
            executable, parameters, optimizer: optimizer, groups: ParameterGroups(ofAll: parameters),
            state: try OptimizerState(of: optimizer, for: parameters))
        try updater.add(pictures: 1)
        try updater.update(rate: settings.rate, step: 0)
    }

    /// Against the norm of the numbers, and, where the true gradient is not 0, against the much smaller norm of their change.
    private func expectUpdatedNumbers(_ parameters: ParameterStore, _ fixture: TrainingStepFixture) {
        let entries = Dictionary(uniqueKeysWithValues: parameters.entries.map { ($0.name, $0) })
        for tensor in fixture.tensors {
            guard let entry = entries[tensor.name] else { continue }
            let distance = tensor.updated.distance(to: parameters.tensor(entry), named: tensor.name)
            #expect(distance / tensor.updated.norm <= Self.tolerance, "\(tensor.name) after the step")
            if tensor.gradientScale == nil, let change = tensor.updated.updateNorm {
                #expect(distance / change <= Self.tolerance, "change of \(tensor.name)")
            }
        }
    }
}
