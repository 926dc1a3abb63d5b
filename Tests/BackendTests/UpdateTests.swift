import Execution
import LayerCases
import Layers
import OneDNNBackend
import Planning
import Recipes
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

    /// Learned numbers and what is remembered of them after three steps on drawn gradients of two batches each, in two groups
    /// with rates of their own, clipped.
    private func numbers(after optimizer: any Optimizer, on backend: any Backend) throws -> [[Float]] {
        let (parameters, executable) = try compiled(on: backend)
        let settings = TrainSettings(
            epochs: 1, optimizer: optimizer, rules: [ParameterRule(PathPattern("*.bias"), rateFactor: 3)])
        let state = try OptimizerState(of: optimizer, for: parameters)
        let updater = try WeightUpdater(
            executable, parameters, optimizer: optimizer, groups: ParameterGroups(parameters, settings), state: state,
            clipNorm: 20, accumulates: true)
        var random = KeyedRandom(seed: 2, purpose: .synthesis)
        for step in 0..<3 {
            let version = parameters.version(of: [.learned])
            for _ in 0..<2 {
                for entry in parameters.entries {
                    for place in entry.range { parameters.gradients[place] = random.uniform(-1, 1) }
                }
                try updater.add(pictures: 3)
            }
            try updater.update(rate: optimizer.rate, step: step)
            #expect(parameters.version(of: [.learned]) > version)
        }
        return withExtendedLifetime((parameters, state)) { [Array(parameters.learnedValues), Array(state.values)] }
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
