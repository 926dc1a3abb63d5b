import Execution
import LayerCases
import Layers
import Networks
import OneDNNBackend
import Planning
import Tensors
import Testing
import ThisMachine

/// Computing in bfloat16, whose numbers have 8 significant bits: one rounding is at most 2⁻⁹ off.
@Suite(.serialized, .needsBFloat16)
struct BFloat16Tests {
    @Test(arguments: PassNetworks.names, [Phase.training, .evaluation])
    func agreesWithTheReferenceAsFarAsRoundingGoes(_ name: String, _ phase: Phase) throws {
        let network = try PassNetworks.network(name)
        let expected = try GraphNetwork.results(network, ReferenceBackend(), phase, passes: [])
        let backend = try OneDNNBackend(threads: 2, precision: .bfloat16)
        for passes in [PlanPass.all, []] {
            let found = try GraphNetwork.results(network, backend, phase, passes: passes)
            // Gradients feel every ReLU whose sign a rounding has turned, of which a batch of 5 evens out few.
            let isGradient = { (name: String) in name.contains(".") && phase == .training }
            expectAgreement(
                found, expected.filter { !isGradient($0.key) }, within: 0.06, "bfloat16, \(passes.count) passes")
            expectAgreement(
                found, expected.filter { isGradient($0.key) }, within: 0.3, "bfloat16, \(passes.count) passes")
            #expect(found["scores"] != expected["scores"], "computed in bfloat16 indeed")
        }
    }

    private static let kinds = [
        "add", "average-pool", "batch-norm", "channel-shuffle", "concat", "convolution", "crop", "drop-path", "gelu",
        "global-average-pool", "linear", "multiply", "scale", "sigmoid", "slice", "swish", "tanh",
        "transposed-convolution", "upsample",
    ]

    /// Behind a convolution, whose bfloat16 numbers they then read. Where rounding turns a sign or changes which number
    /// is the largest, a gradient goes another way altogether: not so in these.
    @Test(arguments: LayerCase.all.filter { kinds.contains($0.kindName) })
    func layersAgreeAsFarAsRoundingGoes(_ layerCase: LayerCase) throws {
        let network = try CaseNetwork(layerCase, behindConvolution: true)
        let expected = try network.results(of: ReferenceBackend(), .training)
        let found = try network.results(of: OneDNNBackend(threads: 2, precision: .bfloat16), .training)
        for (name, reference) in expected {
            let error = relativeError(found[name]?.values ?? [], reference.values)
            #expect(error <= 0.03, "\(name) of \(layerCase)")
        }
    }

    /// The same steps in both precisions: the losses stay together while they fall.
    @Test func twentyStepsTrackFloat32() throws {
        let network = try PassNetworks.network("inception")
        let exact = try losses(of: 20, OneDNNBackend(threads: 2), network)
        let rounded = try losses(of: 20, OneDNNBackend(threads: 2, precision: .bfloat16), network)
        #expect(exact[19] < 0.8 * exact[0], "it learns")
        for (step, (one, other)) in zip(exact, rounded).enumerated() {
            #expect(abs(one - other) <= 0.03 * exact[0], "step \(step): \(one) in float32, \(other) in bfloat16")
        }
    }

    /// 16 pictures.
    private static var noise: [Float] {
        var random = KeyedRandom(seed: 9, purpose: .synthesis)
        return (0..<16 * 108).map { _ in random.uniform(-1, 1) }
    }

    /// The mean loss of each step of gradient descent on one batch of noise.
    private func losses(of steps: Int, _ backend: OneDNNBackend, _ network: Network) throws -> [Double] {
        let parameters = try ParameterStore(network)
        parameters.initialize(seed: 3)
        let executable = try backend.compile(
            ExecutionPlan(network, phase: .training, batch: 16), parameters: parameters)
        let batch = try Batch(
            pixels: Self.noise, targets: (0..<16).map { Target($0 % 4) }, classCount: 4, seed: 1)
        return try (0..<steps).map { _ in
            try executable.run(batch)
            for place in 0..<parameters.learnedCount {
                parameters.values[place] -= 0.05 * parameters.gradients[place]
            }
            parameters.noteChange(of: .learned)
            return executable.losses.reduce(0) { $0 + Double($1) } / 16
        }
    }
}
