import SpecSyntax
package import Tensors

/// Silences a random part of the numbers in training, so that no unit can rely on another.
///
/// Training: `output = input · mask`, `mask = 0` with probability `ratio`, else `1 / (1 − ratio)`, so that the expected
/// output is the input ("inverted" dropout, as Caffe's and PyTorch's). Evaluation: `output = input`.
///
/// `input: [N, …]` → `output: [N, …]`. Each picture draws from its own stream, so the mask does not depend on how the
/// batch is split. Source: Srivastava et al., JMLR 15 (2014).
package struct Dropout: Layer {
    package let ratio: Double

    package static let kind = LayerKind("dropout", help: "sets a random part to 0 in training") { fields in
        Dropout(ratio: fields.optional("ratio", .fraction, default: 0.5, help: "part of the numbers set to 0"))
    }

    package func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape {
        inputs[0]
    }

    /// The mask.
    package func backwardNeeds(_ inputs: [Shape]) -> BackwardNeeds {
        BackwardNeeds(numbersPerPicture: inputs[0].elementCount)
    }

    package func isIdentity(in phase: Phase) -> Bool { phase == .evaluation }

    package func forward(_ pass: inout LayerPass) -> Tensor {
        guard pass.phase == .training else { return pass.inputs[0] }
        let mask = mask(pass.inputs[0].shape, pass.draws)
        pass.saved = [mask]
        return product(pass.inputs[0], mask)
    }

    package func backward(_ outputGradient: Tensor, _ pass: LayerPass) -> LayerGradients {
        LayerGradients(inputs: [product(outputGradient, pass.saved[0])])
    }

    private func mask(_ shape: Shape, _ draws: LayerDraws) -> Tensor {
        let values = (0..<shape[0]).flatMap { picture in
            var stream = draws.stream(picture)
            return (0..<shape.elementCount / shape[0]).map { _ in factor(&stream) }
        }
        return Tensor(shape, values)
    }

    /// The next number's factor: 0, or `1 / (1 − ratio)`.
    @inlinable
    package func factor(_ stream: inout KeyedRandom) -> Float {
        Double(stream.uniform()) < ratio ? 0 : Float(1 / (1 - ratio))
    }

    private func product(_ left: Tensor, _ right: Tensor) -> Tensor {
        Tensor(left.shape, zip(left.values, right.values).map { $0 * $1 })
    }
}
