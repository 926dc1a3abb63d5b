import Execution
import Layers
import Networks
import OneDNNBackend
import Planning
import Tensors
import Testing

/// What is no number must reach the scores: a maximum or a ReLU that leaves it out hides that a network computes nothing.
///
/// The reference and own kernels let it through. oneDNN's maxima do not, on pictures in plain layout, nor do the ReLUs that it
/// does together with a convolution or a linear layer, in evaluation; there the check of weights before an evaluation, and of
/// gradients and weights in every step of a training, finds what is behind it.
@Suite(.serialized) struct NoNumberTests {
    static let networks = [
        "[relu, {linear: {outputs: 4}}]",
        "[{max-pool: {kernel: 3, stride: 1, pad: 1}}, {linear: {outputs: 4}}]",
        "[{convolution: {filters: 16, kernel: 3, pad: 1}}, {max-pool: {kernel: 2}}, {linear: {outputs: 4}}]",
        "[{convolution: {filters: 16, kernel: 3, pad: 1}}, relu, {linear: {outputs: 4}}]",
        "[{convolution: {filters: 16, kernel: 3, pad: 1}}, relu, {max-pool: {kernel: 3, stride: 2}}, {linear: {outputs: 4}}]",
        "[{convolution: {filters: 16, kernel: 3, pad: 1}}, batch-norm, relu, {linear: {outputs: 4}}]",
        "[{convolution: {name: a, filters: 16, kernel: 1}}, {convolution: {name: b, filters: 16, kernel: 1}}, "
            + "{add: {from: [a, b]}}, relu, {linear: {outputs: 4}}]",
        "[{linear: {outputs: 20}}, relu, {linear: {outputs: 4}}]",
    ]

    @Test(arguments: networks) func reachesTheScoresOfTheReference(steps: String) throws {
        #expect(try scores(steps, ReferenceBackend(), .evaluation).contains { $0.isNaN })
        #expect(try scores(steps, ReferenceBackend(), .training).contains { $0.isNaN })
    }

    @Test(arguments: networks.filter { !$0.contains("max-pool") })
    func reachesTheScoresOfOneDNNInTraining(steps: String) throws {
        #expect(try scores(steps, OneDNNBackend(threads: 2), .training).contains { $0.isNaN })
    }

    /// Of the second picture, a number of which is none.
    private func scores(_ steps: String, _ backend: any Backend, _ phase: Phase) throws -> [Float] {
        let network = try GraphNetwork.network(of: steps).adding(loss: SoftmaxCrossEntropy())
        let parameters = try ParameterStore(network)
        GraphNetwork.fill(parameters)
        let executable = try backend.compile(
            ExecutionPlan(network, phase: phase, batch: 5, passes: PlanPass.all), parameters: parameters)
        var random = KeyedRandom(seed: 1, purpose: .synthesis)
        var pixels = (0..<5 * 108).map { _ in random.uniform(-1, 1) }
        pixels[108 + 14] = .nan
        try executable.run(Batch(pixels: pixels, targets: [0, 1, 2, 3, 0], classCount: 4))
        return Array(executable.scores[4..<8])
    }
}
