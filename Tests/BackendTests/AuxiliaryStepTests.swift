import Diagnostics
import Execution
import Fixtures
import Layers
import Networks
import OneDNNBackend
import Planning
import SpecCompiler
import Tensors
import Testing

/// The total loss, its terms and every gradient of a network with two auxiliary classifiers against PyTorch in float64: the
/// gradient of what they share is the sum of what each sends back.
@Suite(.serialized) struct AuxiliaryStepTests {
    private static let spec = """
        netspec: 1
        input: {channels: 3, height: 8, width: 8}
        classes: 5
        network:
          - convolution: {name: conv1, filters: 6, kernel: 3, pad: 1}
          - relu
          - auxiliary:
              name: head1
              weight: 0.3
              network: [{average-pool: {kernel: 4}}, {linear: {name: fc, outputs: 5}}]
          - convolution: {name: conv2, filters: 8, kernel: 3, stride: 2}
          - relu
          - auxiliary:
              name: head2
              weight: 0.5
              network: [{convolution: {name: conv, filters: 4, kernel: 1}}, relu, {linear: {name: fc, outputs: 5}}]
          - linear: {name: scores, outputs: "${classes}"}
        """

    private let fixture: AuxiliaryStepFixture
    private let network: Network

    init() throws {
        fixture = try AuxiliaryStepFixture.load()
        let result = SpecCompiler.compile(text: Self.spec)
        network = try #require(result.experiment, "\(result.diagnostics.map(\.message))").network
    }

    @Test(arguments: [Phase.training, .evaluation]) func onTheReference(phase: Phase) throws {
        try expectAgreement(of: ReferenceBackend(), phase)
    }

    @Test(arguments: [Phase.training, .evaluation]) func onOneDNN(phase: Phase) throws {
        try expectAgreement(of: OneDNNBackend(threads: 2), phase)
    }

    private func expectAgreement(of backend: any Backend, _ phase: Phase) throws {
        let network = try network.adding(loss: SoftmaxCrossEntropy(labelSmoothing: fixture.smoothing))
        let parameters = try parameters(of: network)
        let batch = fixture.labels.count
        let executable = try backend.compile(
            ExecutionPlan(network, phase: phase, batch: batch), parameters: parameters)
        try executable.run(
            Batch(
                pixels: fixture.pixels.values, targets: fixture.labels.map { Target(Int($0)) },
                classCount: network.shape(of: network.output).elementCount))
        #expect(relativeError(Array(executable.scores), fixture.scores.map { Float($0) }) < 1e-5)
        let names = phase == .training ? ["scores", "head1", "head2"] : ["scores"]
        let terms = try names.map { try #require(fixture.losses[$0]) }
        #expect(relativeError(executable.lossTerms.map(mean), terms.map { Float($0) }) < 1e-6)
        let loss = phase == .training ? fixture.loss : try #require(fixture.losses["scores"])
        #expect(abs(Double(mean(executable.losses)) / loss - 1) < 1e-6)
        if phase == .training { try expectGradients(parameters) }
    }

    private func parameters(of network: Network) throws -> ParameterStore {
        #expect(network.auxiliaries.allSatisfy { fixture.weights[$0.path] == $0.weight })
        let parameters = try ParameterStore(network)
        #expect(parameters.entries.map(\.name).sorted() == fixture.tensors.map(\.name).sorted())
        for entry in parameters.entries {
            parameters.set(entry, to: try #require(fixture.tensors.first { $0.name == entry.name }).initial)
        }
        return parameters
    }

    private func expectGradients(_ parameters: ParameterStore) throws {
        for entry in parameters.entries {
            let expected = try #require(fixture.tensors.first { $0.name == entry.name }).gradient.map { Float($0) }
            #expect(relativeError(parameters.gradientTensor(entry).values, expected) < 1e-5, "\(entry.name)")
        }
    }

    private func mean(_ values: UnsafeBufferPointer<Float>) -> Float {
        Float(values.reduce(0) { $0 + Double($1) } / Double(values.count))
    }
}
