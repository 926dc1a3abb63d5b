import Execution
import LayerCases
import Layers
import OneDNNBackend
import Planning
import Tensors
import Testing

/// A step of an optimiser gives the same bits on every backend, on however many threads.
@Suite(.serialized) struct UpdateTests {
    /// A rule that no backend has a kernel for.
    private struct Halving: UpdateRule {
        func apply(
            to values: UnsafeMutableBufferPointer<Float>, gradients: UnsafeMutableBufferPointer<Float>,
            state: UnsafeMutableBufferPointer<Float>
        ) {
            for index in values.indices { values[index] /= 2 }
        }
    }

    private static let rules: [any UpdateRule] = [
        GradientDescent(rate: 0.3), GradientDescent(rate: 0.3, weightDecay: 0.01),
        GradientDescent(rate: 0.3, momentum: 0.9, weightDecay: 0.01),
        GradientDescent(rate: 0.3, momentum: 0.9, nesterov: true, weightDecay: 0.01), Halving(),
    ]

    @Test(arguments: rules.indices) func sameBitsEverywhere(rule number: Int) throws {
        let rule = Self.rules[number]
        let expected = try numbers(after: rule, on: ReferenceBackend())
        for threads in 1...3 {
            #expect(try numbers(after: rule, on: OneDNNBackend(threads: threads)) == expected, "\(threads) threads")
        }
    }

    /// Learned numbers and velocities after two steps on drawn gradients.
    private func numbers(after rule: any UpdateRule, on backend: any Backend) throws -> [[Float]] {
        let network = try CaseNetwork(LayerCase("convolution: {filters: 48, kernel: 3, pad: 1}", on: [32, 4, 4]))
            .network
        let parameters = try ParameterStore(network)
        parameters.initialize(seed: 1)
        let executable = try backend.compile(
            ExecutionPlan(network, phase: .training, batch: 1), parameters: parameters)
        let hasState = (rule as? GradientDescent)?.hasVelocity ?? false
        let state = try MemoryBlock(floats: hasState ? parameters.learnedCount : 0)
        var random = KeyedRandom(seed: 2, purpose: .synthesis)
        for _ in 0..<2 {
            let version = parameters.version
            for index in parameters.gradients.indices { parameters.gradients[index] = random.uniform(-1, 1) }
            try executable.update(by: rule, state: state.floats)
            #expect(parameters.version > version)
        }
        return withExtendedLifetime((parameters, state)) { [Array(parameters.learnedValues), Array(state.floats)] }
    }
}
