import Execution
import LayerCases
import Layers
import Networks
import OneDNNBackend
import Planning
import Tensors
import Testing

/// What a prepared plan tells of its operations, and runs under the clock.
@Suite(.serialized) struct ProfileTests {
    /// 48 · 32 · 9 weights at 8 · 8 places, for 2 pictures: 1,769,472 multiply-adds. Backward the weights and the source
    /// cost as much each.
    private static let layerCase = LayerCase("convolution: {filters: 48, kernel: 3, pad: 1}", on: [32, 8, 8])

    private static var backends: [any Backend] {
        get throws { [ReferenceBackend(), try OneDNNBackend(threads: 2)] }
    }

    @Test func multiplyAddsAreThoseOfTheLayers() throws {
        for backend in try Self.backends {
            let (executable, _) = try prepared(for: backend)
            let products = { (pass: OperationProfile.Pass) in
                executable.profile.filter { $0.pass == pass }.reduce(0) { $0 + $1.multiplyAdds }
            }
            #expect(products(.forward) == 1_769_472, "\(backend.name)")
            #expect(products(.backward) == 2 * 1_769_472, "\(backend.name)")
            #expect(products(.weights) == 0, "\(backend.name)")
        }
    }

    @Test func aTimedRunComputesTheSame() throws {
        for backend in try Self.backends {
            let (executable, batch) = try prepared(for: backend)
            try executable.run(batch)
            let expected = (Array(executable.scores), Array(executable.losses))
            let seconds = try executable.timedRun(batch)
            #expect(seconds.count == executable.profile.count)
            #expect(seconds.allSatisfy { $0 >= 0 })
            #expect(Array(executable.scores) == expected.0, "\(backend.name)")
            #expect(Array(executable.losses) == expected.1, "\(backend.name)")
        }
    }

    private func prepared(for backend: any Backend) throws -> (any Executable, Batch) {
        let network = try CaseNetwork(Self.layerCase).network
        let parameters = try ParameterStore(network)
        parameters.initialize(seed: 1)
        let executable = try backend.compile(
            ExecutionPlan(network, phase: .training, batch: 2), parameters: parameters)
        let batch = try Batch(
            pixels: [Float](repeating: 0.5, count: 2 * network.inputShape.elementCount), targets: [0, 1],
            classCount: 2, seed: 1)
        return (executable, batch)
    }
}
