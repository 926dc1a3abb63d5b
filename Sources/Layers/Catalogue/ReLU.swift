package import Tensors

/// Rectified linear unit: what is below 0 becomes 0.
///
/// `output = max(input, 0)`; the slope at 0 is taken as 0.
///
/// `input: [N, …]` → `output: [N, …]`. Source: Nair and Hinton, ICML 2010.
package struct ReLU: Layer {
    package static let kind = LayerKind("relu", help: "sets negative numbers to 0") { _ in ReLU() }

    package func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape {
        inputs[0]
    }

    package func operations(_ group: OperationGroup, _ inputs: [Shape], output: Shape) -> Int {
        group == .activations ? output.elementCount : 0
    }

    /// Where the output is above 0, the input was.
    package func backwardNeeds(_ inputs: [Shape]) -> BackwardNeeds { .output }

    package func forward(_ pass: inout LayerPass) -> Tensor { Self.output(pass.inputs[0]) }

    package func backward(_ outputGradient: Tensor, _ pass: LayerPass) -> LayerGradients {
        let input = pass.inputs[0]
        let gradient = zip(input.values, outputGradient.values).map { $0 > 0 ? $1 : 0 }
        return LayerGradients(inputs: [Tensor(input.shape, gradient)])
    }
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
