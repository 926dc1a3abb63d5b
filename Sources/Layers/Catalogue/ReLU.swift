package import Tensors

/// Rectified linear unit: what is below 0 becomes 0.
///
/// `output = max(input, 0)`; the slope at 0 is taken as 0.
///
/// `input: [N, …]` → `output: [N, …]`. Source: Nair and Hinton, ICML 2010.
package struct ReLU: ActivationLayer {
    package static let kind = LayerKind("relu", help: "sets negative numbers to 0") { _ in ReLU() }

    package var operationsPerNumber: Int { 1 }

    /// Where the output is above 0, the input was.
    package func backwardNeeds(_ inputs: [Shape]) -> BackwardNeeds { .output }

    package func value(_ x: Double) -> Double { x < 0 ? 0 : x }
    package func slope(_ x: Double) -> Double { x > 0 ? 1 : 0 }
}

// For layers that fuse with a ReLU behind them.
extension ReLU {
    static func output(_ input: Tensor) -> Tensor { Tensor(input.shape, input.values.map { $0 < 0 ? 0 : $0 }) }

    /// The gradient of what a layer with a ReLU in it makes, where the ReLU let it through.
    static func inputGradient(_ outputGradient: Tensor, of layer: some Layer, _ pass: LayerPass) -> Tensor {
        var again = pass
        let output = layer.forward(&again).values
        return Tensor(outputGradient.shape, zip(outputGradient.values, output).map { $1 > 0 ? $0 : 0 })
    }
}
