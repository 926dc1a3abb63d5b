import Layers
import Tensors

/// A layer whose every result is rounded: outputs, gradients, and the weights that it multiplies by. What it only moves
/// stays as it is, having been rounded before.
struct RoundedLayer: WrappedLayer {
    let layer: any Layer
    let rounding: ChanceRounding
    let node: Int

    /// The place of one of the layer's tensors among all that are rounded.
    private func place(_ number: Int) -> Int { node * 16 + number }

    func forward(_ pass: inout LayerPass) -> Tensor {
        let specifications = layer.parameters(pass.inputs.map { Shape(Array($0.shape.lengths.dropFirst())) })
        for (number, specification) in specifications.enumerated() where specification.name == .weight {
            pass.parameters[number] = rounding(pass.parameters[number], place: place(number))
        }
        return rounding(layer.forward(&pass), place: place(8))
    }

    func backward(_ outputGradient: Tensor, _ pass: LayerPass) -> LayerGradients {
        let exact = layer.backward(outputGradient, pass)
        return LayerGradients(
            inputs: exact.inputs.enumerated().map { rounding($1, place: place(9) + $0) }, parameters: exact.parameters)
    }
}
