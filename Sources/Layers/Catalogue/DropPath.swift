import SpecSyntax
package import Tensors

/// Silences a whole branch for a random part of the pictures in training: stochastic depth.
///
/// Training: `output[n] = input[n] · factor[n]`, `factor = 0` with probability `rate`, else `1 / (1 − rate)`, so that the
/// expected output is the input. Evaluation: `output = input`.
///
/// `input: [N, …]` → `output: [N, …]`. Each picture draws from its own stream, so the factors do not depend on how the batch
/// is split. Source: Huang et al., ECCV 2016; torchvision's `StochasticDepth` in the mode `row`.
package struct DropPath: Layer {
    package let rate: Double

    package static let kind = LayerKind(
        "drop-path", help: "sets whole pictures of a branch to 0 in training", aliases: ["stochasticdepth"]
    ) { fields in
        DropPath(rate: fields.required("rate", .fraction, help: "part of the pictures set to 0"))
    }

    package func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape { inputs[0] }

    /// The picture's factor.
    package func backwardNeeds(_ inputs: [Shape]) -> BackwardNeeds { BackwardNeeds(numbersPerPicture: 1) }

    package func isIdentity(in phase: Phase) -> Bool { phase == .evaluation }

    package func forward(_ pass: inout LayerPass) -> Tensor {
        guard pass.phase == .training else { return pass.inputs[0] }
        let pictures = pass.inputs[0].shape[0]
        pass.saved = [Tensor([pictures], (0..<pictures).map { factor(pass.draws, $0) })]
        return scaled(pass.inputs[0], pass.saved[0])
    }

    package func backward(_ outputGradient: Tensor, _ pass: LayerPass) -> LayerGradients {
        LayerGradients(inputs: [scaled(outputGradient, pass.saved[0])])
    }

    /// The factor of the picture at a position in the batch: 0, or `1 / (1 − rate)`.
    package func factor(_ draws: LayerDraws, _ position: Int) -> Float {
        var stream = draws.stream(position)
        return Double(stream.uniform()) < rate ? 0 : Float(1 / (1 - rate))
    }

    private func scaled(_ tensor: Tensor, _ factors: Tensor) -> Tensor {
        let count = tensor.values.count / factors.values.count
        return Tensor(tensor.shape, tensor.values.enumerated().map { $1 * factors.values[$0 / count] })
    }
}
