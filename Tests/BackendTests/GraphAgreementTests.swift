import Execution
import Layers
import Networks
import OneDNNBackend
import Testing

/// Small networks of unusual form on both backends: outputs, losses, every gradient and every running statistic.
@Suite(.serialized) struct GraphAgreementTests {
    @Test(
        arguments: [
            "[{relu: {name: a}}, {add: {from: [a, a]}}, {linear: {outputs: 4}}]",
            "[{add: {left: [], right: [{convolution: {filters: 3, kernel: 1}}]}}, {linear: {outputs: 4}}]",
            "[{concat: {left: [], right: [relu]}}, dropout, flatten, {linear: {outputs: 4}}]",
            "[flatten, {dropout: {ratio: 0.3}}, {linear: {outputs: 4}}]",
            "[{convolution: {name: a, filters: 16, kernel: 3, bias: false}}, {batch-norm: {name: b}}, relu, "
                + "{linear: {name: c, outputs: 4}}, {linear: {name: d, from: b, outputs: 4}}, {add: {from: [c, d]}}]",
            "[{convolution: {name: a, filters: 8, kernel: 3}}, {max-pool: {kernel: 2}}, {linear: {from: a, outputs: 4}}]",
            "[{linear: {name: a, outputs: 6}}, {linear: {name: b, from: input, outputs: 5}}, {concat: {from: [a, b]}}, "
                + "relu, {linear: {outputs: 4}}]",
            "[{convolution: {filters: 5, kernel: 2}}, softmax, {linear: {outputs: 4}}]",
            "[{convolution: {filters: 5, kernel: 2}}, softmax, relu, {linear: {outputs: 4}}]",
            "[{global-average-pool: {}}, {linear: {outputs: 4}}]",
            "[{convolution: {filters: 7, kernel: 3}}, {average-pool: {kernel: 3, stride: 2, pad: 1, round: ceil}}, "
                + "{lrn: {size: 3}}, {linear: {outputs: 4}}]",
        ], [Phase.training, .evaluation])
    func backendsAgree(_ steps: String, _ phase: Phase) throws {
        let network = try GraphNetwork.network(of: steps).adding(loss: SoftmaxCrossEntropy(labelSmoothing: 0.1))
        let expected = try GraphNetwork.results(network, ReferenceBackend(), phase)
        let found = try GraphNetwork.results(network, OneDNNBackend(threads: 2), phase)
        #expect(found.count == expected.count)
        for (name, reference) in expected {
            #expect(relativeError(found[name] ?? [], reference) <= 2e-5, "\(name)")
        }
    }
}
