import Execution
import LayerCases
import Layers
import OneDNNBackend
import Tensors
import Testing

/// Every layer case on both backends: outputs, losses, gradients of inputs and parameters, and running statistics.
@Suite(.serialized) struct LayerAgreementTests {
    /// Relative to the norm of what the reference gives. Both sum in float32 or better, in different orders.
    private static let tolerance = 2e-5

    private let backend: OneDNNBackend

    init() throws {
        backend = try OneDNNBackend(threads: 2)
    }

    @Test(arguments: LayerCase.all) func inTraining(_ layerCase: LayerCase) throws {
        try expectAgreement(CaseNetwork(layerCase), .training)
    }

    @Test(arguments: LayerCase.all) func inTrainingBehindConvolution(_ layerCase: LayerCase) throws {
        try expectAgreement(CaseNetwork(layerCase, behindConvolution: true), .training)
    }

    @Test(arguments: LayerCase.all, [false, true])
    func inEvaluation(_ layerCase: LayerCase, behindConvolution: Bool) throws {
        try expectAgreement(CaseNetwork(layerCase, behindConvolution: behindConvolution), .evaluation)
    }

    /// Convolutions that a library with Winograd's algorithm computes by it, odd sizes among them.
    private static let winogradCases = [
        LayerCase("convolution: {filters: 48, kernel: 3, pad: 1}", on: [32, 8, 8]),
        LayerCase("convolution: {filters: 32, kernel: 3, pad: same, bias: false}", on: [64, 7, 5], batch: 1),
        LayerCase("convolution: {filters: 33, kernel: 3}", on: [40, 9, 6], batch: 3),
        LayerCase("convolution: {filters: 64, kernel: 3, pad: 1}", on: [32, 1, 1]),
        LayerCase("convolution: {filters: 32, kernel: 3, pad: 2}", on: [32, 5, 4]),
    ]

    /// Winograd's transforms lose a digit or two, as Lavin and Gray (CVPR 2016) measure.
    @Test(arguments: winogradCases, [Phase.training, .evaluation])
    func byWinograd(_ layerCase: LayerCase, _ phase: Phase) throws {
        let network = try CaseNetwork(layerCase, behindConvolution: true)
        let expected = try network.results(of: ReferenceBackend(), phase)
        expectAgreement(try network.results(of: backend, phase), expected, network, phase, within: 2e-4)
    }

    /// Windows that netspec's own kernels do not take.
    @Test(arguments: [
        LayerCase("max-pool: {kernel: 17, stride: 1}", on: [4, 20, 24], batch: 1),
        LayerCase("average-pool: {kernel: 40, stride: 1}", on: [4, 80, 80], batch: 1),
    ])
    func largeWindows(_ layerCase: LayerCase) throws {
        try expectAgreement(CaseNetwork(layerCase, behindConvolution: true), .training)
    }

    /// A batch normalisation or a sum that has absorbed a ReLU is held to the two layers one after the other.
    @Test(
        arguments: LayerCase.all.filter { ["batch-norm", "add"].contains($0.kindName) }, [Phase.training, .evaluation])
    func withReLUFused(_ layerCase: LayerCase, _ phase: Phase) throws {
        // With this seed no input equals its channel's mean, which without a shift is the kink of the ReLU.
        let network = try CaseNetwork(layerCase.with(seed: 5), follower: "relu")
        let expected = try network.results(of: ReferenceBackend(), phase, passes: [])
        expectAgreement(try network.results(of: ReferenceBackend(), phase), expected, network, phase)
        expectAgreement(try network.results(of: backend, phase), expected, network, phase)
    }

    private static let products = [
        LayerCase("convolution: {filters: 24, kernel: 3, pad: 1}", on: [16, 6, 6], spread: 3),
        LayerCase("convolution: {filters: 5, kernel: 3}", on: [3, 6, 6], spread: 3),
        LayerCase("convolution: {filters: 16, kernel: 3, pad: 1, groups: 16}", on: [16, 6, 6], spread: 3),
        LayerCase("convolution: {filters: 48, kernel: 3, pad: 1}", on: [32, 8, 8], spread: 3),
        LayerCase("linear: {outputs: 7}", on: [16, 2, 2], spread: 3),
    ]

    /// In evaluation an activation is the end of a convolution's or a linear layer's epilogue: held to the two layers one
    /// after the other.
    @Test(arguments: products, Set(LayerCase.activations.map(\.text)).sorted())
    func activationAsEpilogue(_ layerCase: LayerCase, _ activation: String) throws {
        let network = try CaseNetwork(layerCase, follower: activation)
        let expected = try network.results(of: ReferenceBackend(), .evaluation, passes: [])
        // One of them is large enough for Winograd's transforms.
        expectAgreement(try network.results(of: backend, .evaluation), expected, network, .evaluation, within: 2e-4)
    }

    private func expectAgreement(_ network: CaseNetwork, _ phase: Phase) throws {
        let expected = try network.results(of: ReferenceBackend(), phase)
        expectAgreement(try network.results(of: backend, phase), expected, network, phase)
    }

    private func expectAgreement(
        _ found: [String: Tensor], _ expected: [String: Tensor], _ network: CaseNetwork, _ phase: Phase,
        within tolerance: Double = tolerance
    ) {
        #expect(Set(found.keys) == Set(expected.keys))
        for (name, reference) in expected {
            let error = relativeError(found[name]?.values ?? [], reference.values)
            #expect(error <= tolerance, "\(name) of \(network.layerCase), \(phase)")
        }
    }
}

/// ‖found − expected‖ / ‖expected‖; infinite where the counts differ or a number is not one.
func relativeError(_ found: [Float], _ expected: [Float]) -> Double {
    guard found.count == expected.count else { return .infinity }
    var (difference, total) = (0.0, 0.0)
    for (left, right) in zip(found, expected) {
        difference += (Double(left) - Double(right)) * (Double(left) - Double(right))
        total += Double(right) * Double(right)
    }
    if difference == 0 { return 0 }
    let error = (difference / max(total, 1e-30)).squareRoot()
    return error.isNaN ? .infinity : error
}
