package import Tensors

/// The sum of several inputs, as where a residual path joins.
///
/// `output = Σ_i input_i`
///
/// `inputs: [N, …]`, all alike → `output: [N, …]`. Source: He et al., CVPR 2016.
package struct Add: Layer {
    package static let kind = LayerKind("add", help: "adds inputs of one shape", inputs: .several) { _ in Add() }

    package func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape {
        for (index, shape) in inputs.enumerated() where shape != inputs[0] {
            throw ShapeError(
                "the inputs must have one shape, and input 1 is \(inputs[0]) while input \(index + 1) is \(shape)",
                help: "bring input \(index + 1) to \(inputs[0]), for example with a `convolution` of kernel 1")
        }
        return inputs[0]
    }

    package func backwardNeeds(_ inputs: [Shape]) -> BackwardNeeds { .nothing }

    package func forward(_ pass: inout LayerPass) -> Tensor {
        var output = pass.inputs[0]
        for input in pass.inputs.dropFirst() {
            for index in output.values.indices { output.values[index] += input.values[index] }
        }
        return output
    }

    package func backward(_ outputGradient: Tensor, _ pass: LayerPass) -> LayerGradients {
        LayerGradients(inputs: pass.inputs.map { _ in outputGradient })
    }
}
