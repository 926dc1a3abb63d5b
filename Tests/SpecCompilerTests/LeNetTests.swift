import Networks
import SpecCompiler
import Tensors
import Testing

/// `Specs/lenet-mnist.yaml` against Caffe's `lenet_train_test.prototxt`, counted by hand.
struct LeNetTests {
    @Test func layerByLayer() throws {
        let summary = Summary(try experiment(at: "\(Specs.folder)/lenet-mnist.yaml").network)
        #expect(summary.layers.map(\.path) == ["conv1", "pool1", "conv2", "pool2", "ip1", "relu1", "ip2"])
        #expect(
            summary.layers.map(\.outputShape.lengths) == [
                [20, 24, 24], [20, 12, 12], [50, 8, 8], [50, 4, 4], [500], [500], [10],
            ])
        let weights = [25 * 1 * 20, 0, 25 * 20 * 50, 0, 800 * 500, 0, 500 * 10]
        let biases = [20, 0, 50, 0, 500, 0, 10]
        let pixels = [24 * 24, 0, 8 * 8, 0, 1, 0, 1]
        #expect(summary.layers.map(\.cost.parameters) == zip(weights, biases).map { $0 + $1 })
        #expect(summary.layers.map(\.cost.multiplyAdds) == zip(weights, pixels).map { $0 * $1 })
        #expect(summary.parameters == 431_080)
        #expect(summary.multiplyAdds == 2_293_000)
        #expect(summary.buffers == 0)
    }
}
