package import Tensors

/// A layer that computes each number of its output from the number at the same place of its input, and from no other.
///
/// `output = value(input)`, `dinput = doutput · slope(input)`. `input: [N, …]` → `output: [N, …]`.
package protocol ElementwiseLayer: Layer, Hashable {
    /// What becomes of a number.
    func value(_ x: Double) -> Double

    /// The derivative of `value`; at a kink, the one that PyTorch takes.
    func slope(_ x: Double) -> Double

    /// Additions, multiplications, divisions, comparisons and exponentials for each number.
    var operationsPerNumber: Int { get }
}

extension ElementwiseLayer {
    package func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape { inputs[0] }

    package func operations(_ group: OperationGroup, _ inputs: [Shape], output: Shape) -> Int {
        group == .activations ? output.elementCount.saturatingTimes(operationsPerNumber) : 0
    }

    package func forward(_ pass: inout LayerPass) -> Tensor {
        let input = pass.inputs[0]
        return Tensor(input.shape, input.values.map { Float(value(Double($0))) })
    }

    package func backward(_ outputGradient: Tensor, _ pass: LayerPass) -> LayerGradients {
        let input = pass.inputs[0]
        let gradient = zip(input.values, outputGradient.values).map { Float(slope(Double($0)) * Double($1)) }
        return LayerGradients(inputs: [Tensor(input.shape, gradient)])
    }
}

/// An elementwise layer that convolutions and linear layers can have as the end of their epilogue: every backend knows how
/// to apply it to results as they are made.
package protocol ActivationLayer: ElementwiseLayer {}
