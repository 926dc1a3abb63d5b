import Execution
import Foundation
import Layers
import Networks
import OneDNNBackend
import Planning
import SpecCompiler
import Tensors
import TestSupport
import Testing
import Training

@Suite struct BatchSizeTests {
    /// 38 pictures are left to learn from: four batches of 8 and one of 6 in each of two epochs, at two sizes.
    private static let changes = [
        "train.partial-batch=keep", "train.sizes=[{until: 1, size: 24}]", "data.mix=[mixup, cutmix]",
        "data.validation=5",
    ]

    private func weights(_ folder: TemporaryFolder, _ run: String) throws -> [UInt8] {
        try folder.bytes("\(run)/checkpoints/step-00000010.safetensors")
    }

    private func expectNoTrace(of backend: any Backend) throws {
        let folder = try TemporaryFolder()
        let tiny = try TinyTraining(in: folder, backend: backend, set: Self.changes)
        let whole = try tiny.begin("whole")
        #expect(whole.isComplete && whole.step == 10)
        for stop in [2, 4, 5, 6, 9] {
            let name = "stopped-\(stop)"
            try tiny.begin(name, maxSteps: stop)
            #expect(try tiny.resume(name).isComplete)
            #expect(try weights(folder, name) == weights(folder, "whole"), "stopped after \(stop) steps")
        }
    }

    @Test func stoppingLeavesNoTraceAtAnySize() throws {
        try expectNoTrace(of: ReferenceBackend())
    }

    @Test func stoppingLeavesNoTraceAtAnySizeOnOneDNN() throws {
        try expectNoTrace(of: OneDNNBackend(threads: 2))
    }

    /// A batch runs as it would on an executable for its size alone: means of batch normalisation, loss and gradients are of
    /// the pictures that are there.
    @Test func everySizeComputesAsByItself() throws {
        let folder = try TemporaryFolder()
        let network = try TinyTraining(in: folder).experiment.network.forTraining(labelSmoothing: 0)
        let backend = try OneDNNBackend(threads: 1)
        let sizes: [(pictures: Int, network: Network)] = [
            (8, network), (3, network), (3, try network.onPictures(of: [3, 16, 24])),
        ]
        func results(_ executable: any Executable, _ parameters: ParameterStore, _ pictures: Int, _ network: Network)
            throws -> [[Float]]
        {
            parameters.initialize(seed: 5)
            try executable.run(Batch.random(for: network, count: pictures))
            return [Array(executable.scores), Array(executable.losses), Array(parameters.gradients)]
        }
        func compile(_ pictures: Int, _ network: Network, _ parameters: ParameterStore) throws -> any Executable {
            try backend.compile(
                ExecutionPlan(network, phase: .training, batch: pictures), parameters: parameters)
        }
        let shared = try ParameterStore(network)
        var executables: [ExecutableBySize.Size: any Executable] = [:]
        for (pictures, network) in sizes {
            let size = ExecutableBySize.Size(pictures: pictures, shape: network.inputShape)
            executables[size] = try compile(pictures, network, shared)
        }
        let together = ExecutableBySize(executables, first: .init(pictures: 8, shape: network.inputShape))
        // The programs of all sizes, whichever ran last.
        let profiles = together.profiles
        for (place, (pictures, network)) in sizes.enumerated() {
            let size = ExecutableBySize.Size(pictures: pictures, shape: network.inputShape)
            #expect(profiles[place] == executables[size]?.profile)
        }
        #expect(Set(profiles).count == 3)
        defer { #expect(together.profiles == profiles) }
        for (pictures, network) in sizes + sizes.reversed() {
            let own = try ParameterStore(network)
            let expected = try results(compile(pictures, network, own), own, pictures, network)
            #expect(try results(together, shared, pictures, network) == expected)
        }
    }

    @Test func aPictureOfAnotherSizeNeedsTheSameWeights() throws {
        let folder = try TemporaryFolder()
        let network = try TinyTraining(in: folder).experiment.network
        let error = #expect(throws: InputMisfit.self) { try network.onPictures(of: [1, 32, 32]) }
        #expect(error?.reason == "its `weight` would be [4, 1, 4, 4] in place of [4, 3, 4, 4]")
        #expect(throws: InputMisfit.self) { try network.onPictures(of: [3, 3, 32]) }
    }
}
