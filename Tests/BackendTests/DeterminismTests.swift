import Execution
import LayerCases
import Layers
import OneDNNBackend
import Tensors
import Testing

/// The same inputs, weights and thread count give the same bits, however often a program is made and run.
@Suite(.serialized) struct DeterminismTests {
    @Test(arguments: [
        "convolution: {filters: 64, kernel: 3, pad: 1}", "convolution: {filters: 48, kernel: 1}", "batch-norm",
        "max-pool: {kernel: 3, stride: 2, pad: 1}", "dropout: {ratio: 0.4}",
    ])
    func sameBitsAgain(_ layer: String) throws {
        let network = try CaseNetwork(LayerCase(layer, on: [32, 16, 16], batch: 8), behindConvolution: true)
        let first = try network.results(of: OneDNNBackend(threads: 2), .training)
        for _ in 0..<3 {
            let again = try network.results(of: OneDNNBackend(threads: 2), .training)
            #expect(again == first)
        }
    }
}
