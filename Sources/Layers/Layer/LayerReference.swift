package import Tensors

/// What a layer means: plain, readable, and what every accelerated kernel is held to.
package protocol LayerReference: Sendable {
    /// The output, `[N] + outputShape`, from `pass.inputs`, each `[N] + input shape`.
    ///
    /// In training it may update buffers in `pass.parameters` and keep in `pass.saved` what `backward` will want.
    func forward(_ pass: inout LayerPass) -> Tensor

    /// The gradients of every input and parameter, from the output's. `pass` is as `forward` left it in training.
    func backward(_ outputGradient: Tensor, _ pass: LayerPass) -> LayerGradients
}
