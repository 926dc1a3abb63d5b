import Layers
import Tensors

/// A layer whose parameters get gradients of which the parts that pictures and places give have drawn signs: they do not
/// cancel, as those of a bias do that batch normalisation follows, and so show how large the numbers are that are summed.
struct ScatteredLayer: WrappedLayer {
    let layer: any Layer
    let node: Int

    func forward(_ pass: inout LayerPass) -> Tensor { layer.forward(&pass) }

    func backward(_ outputGradient: Tensor, _ pass: LayerPass) -> LayerGradients {
        let exact = layer.backward(outputGradient, pass)
        guard exact.parameters.contains(where: { $0 != nil }) else { return exact }
        var random = KeyedRandom(seed: 1, purpose: .synthesis, node)
        var scattered = outputGradient
        for index in scattered.values.indices where random.next() & 1 == 0 { scattered.values[index].negate() }
        return LayerGradients(inputs: exact.inputs, parameters: layer.backward(scattered, pass).parameters)
    }
}
