import Execution
import LayerCases
import Layers
import OneDNNBackend
import Planning
import Tensors
import Testing
import Training

/// A step of an optimiser gives the same bits on every backend, on however many threads.
@Suite(.serialized) struct UpdateTests {
    private static let optimizers: [any Optimizer] = [
        SGD(rate: 0.3), SGD(rate: 0.3, weightDecay: 0.01), SGD(rate: 0.3, momentum: 0.9, weightDecay: 0.01),
        SGD(rate: 0.3, momentum: 0.9, nesterov: true, weightDecay: 0.01),
        SGD(rate: 0.3, momentum: 0.9, weightDecay: 0.01, form: .caffe), Adam(rate: 0.3, weightDecay: 0.1),
        Adam(rate: 0.3, amsgrad: true), AdamW(rate: 0.3), AdamW(rate: 0.3, amsgrad: true), RMSProp(rate: 0.3),
        RMSProp(rate: 0.3, momentum: 0.9), RMSProp(rate: 0.3, centered: true),
        RMSProp(rate: 0.3, momentum: 0.9, centered: true), AdaGrad(rate: 0.3), AdaDelta(), Lion(rate: 0.3),
    ]

    @Test(arguments: optimizers.indices) func sameBitsEverywhere(optimizer number: Int) throws {
        let optimizer = Self.optimizers[number]
        let expected = try numbers(after: optimizer, on: ReferenceBackend())
        for threads in 1...3 {
            #expect(
                try numbers(after: optimizer, on: OneDNNBackend(threads: threads)) == expected, "\(threads) threads")
        }
    }

    /// Learned numbers and what is remembered of them after two steps on drawn gradients, in two groups with rates of their
    /// own, one of them in two ranges.
    private func numbers(after optimizer: any Optimizer, on backend: any Backend) throws -> [[Float]] {
        let (parameters, executable) = try compiled(on: backend)
        let count = parameters.learnedCount
        let blocks = ParameterBlocks([[0..<5008, 9008..<count], [5008..<9008]])
        let state = try MemoryBlock(floats: optimizer.stateCount * count)
        var random = KeyedRandom(seed: 2, purpose: .synthesis)
        for step in 0..<2 {
            let version = parameters.version(of: [.learned])
            for index in parameters.gradients.indices { parameters.gradients[index] = random.uniform(-1, 1) }
            let rules = [0.3, 0.1].map { optimizer.rule(rate: $0, step: step) }
            try executable.update(parameters, blocks, by: rules, state: state.floats)
            #expect(parameters.version(of: [.learned]) > version)
        }
        return withExtendedLifetime((parameters, state)) { [Array(parameters.learnedValues), Array(state.floats)] }
    }

    /// What no group covers stays, and each group goes by its own rule.
    @Test func rulesKeepToTheirRanges() throws {
        let (parameters, executable) = try compiled(on: OneDNNBackend(threads: 2))
        parameters.gradients.update(repeating: 1)
        let before = Array(parameters.learnedValues)
        let state = try MemoryBlock(floats: 0)
        try executable.update(
            parameters, ParameterBlocks([[16..<4128, 8000..<8016], [4128..<8000]]),
            by: [SGD(rate: 2).rule(rate: 2, step: 0), SGD(rate: 4).rule(rate: 4, step: 0)], state: state.floats)
        for (index, (old, new)) in zip(before, parameters.learnedValues).enumerated() {
            let rate: Float = index < 16 || index >= 8016 ? 0 : (4128..<8000).contains(index) ? 4 : 2
            #expect(new == old - rate, "number \(index)")
        }
        withExtendedLifetime((parameters, state)) {}
    }

    /// Of 13,872 learned numbers.
    private func compiled(on backend: any Backend) throws -> (ParameterStore, any Executable) {
        let network = try CaseNetwork(LayerCase("convolution: {filters: 48, kernel: 3, pad: 1}", on: [32, 4, 4]))
            .network
        let parameters = try ParameterStore(network)
        parameters.initialize(seed: 1)
        return (
            parameters,
            try backend.compile(ExecutionPlan(network, phase: .training, batch: 1), parameters: parameters)
        )
    }
}
