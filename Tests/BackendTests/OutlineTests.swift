import Execution
import LayerCases
import Layers
import Networks
import OneDNNBackend
import Planning
import Tensors
import Testing

/// What a backend says before it takes any memory, and that it can give back what it took.
@Suite(.serialized) struct OutlineTests {
    private static let layerCase = LayerCase("convolution: {filters: 48, kernel: 3, pad: 1}", on: [32, 8, 8])

    private static var backends: [any Backend] {
        get throws { [ReferenceBackend(), try OneDNNBackend(threads: 2)] }
    }

    @Test func anOutlineTellsWhatIsCompiled() throws {
        for backend in try Self.backends {
            let network = try CaseNetwork(Self.layerCase).network
            let parameters = try ParameterStore(network)
            let plan = ExecutionPlan(network, phase: .training, batch: 2)
            let outline = try backend.outline(plan, parameters: parameters)
            let executable = try backend.compile(plan, parameters: parameters)
            #expect(outline.profile == executable.profile, "\(backend.name)")
            #expect((outline.memory?.byteCount ?? 0) == executable.workingByteCount, "\(backend.name)")
        }
    }

    @Test func theFullestMomentHoldsWhatIsInUse() throws {
        let network = try CaseNetwork(Self.layerCase).network
        let outline = try OneDNNBackend(threads: 1).outline(
            ExecutionPlan(network, phase: .training, batch: 2), parameters: ParameterStore(network))
        let memory = try #require(outline.memory)
        let sizes = memory.holdings.map(\.byteCount)
        #expect(sizes == sizes.sorted(by: >))
        #expect(sizes.reduce(0) { $0 + ($1 + 63) / 64 * 64 } == memory.leastByteCount)
        #expect(memory.leastByteCount <= memory.byteCount)
        // At least the input, 2 · 32 · 8 · 8 numbers, and the output of the convolution, half as many again.
        #expect(memory.leastByteCount >= 4 * 2 * (32 + 48) * 64)
        #expect(outline.profile.indices.contains(memory.fullestOperation))
    }

    @Test func afterARestARunComputesTheSame() throws {
        for backend in try Self.backends {
            let network = try CaseNetwork(Self.layerCase).network
            let parameters = try ParameterStore(network)
            parameters.initialize(seed: 1)
            let executable = try backend.compile(
                ExecutionPlan(network, phase: .training, batch: 2), parameters: parameters)
            let batch = try Batch.random(for: network, count: 2)
            try executable.run(batch)
            let expected = [Array(executable.scores), Array(executable.losses), Array(parameters.gradients)]
            try executable.rest()
            try executable.run(batch)
            withExtendedLifetime((executable, parameters)) {
                let found = [Array(executable.scores), Array(executable.losses), Array(parameters.gradients)]
                #expect(found == expected, "\(backend.name)")
            }
        }
    }
}
