package import Tensors

/// A picture as one row of numbers.
///
/// `output[n, (c·H + y)·W + x] = input[n, c, y, x]`
///
/// `input: [N, C, H, W]` (or any rank) → `output: [N, C·H·W]`.
package struct Flatten: Layer {
    package static let kind = LayerKind("flatten", help: "turns a picture into one row of numbers") { _ in Flatten() }

    package func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape {
        [inputs[0].elementCount]
    }

    package var onlyReshapes: Bool { true }

    package func backwardNeeds(_ inputs: [Shape]) -> BackwardNeeds { .nothing }

    package func lengthRules(_ inputs: [Shape]) -> [LengthRule] {
        let lengths = LengthRule.unchanged(inputs[0])
        return [LengthRule("numbers", inputs[0].elementCount, Formula(joining: lengths.map(\.formula), by: " · "))]
    }

    package func forward(_ pass: inout LayerPass) -> Tensor {
        let input = pass.inputs[0]
        return Tensor([input.shape[0], input.values.count / input.shape[0]], input.values)
    }

    package func backward(_ outputGradient: Tensor, _ pass: LayerPass) -> LayerGradients {
        LayerGradients(inputs: [Tensor(pass.inputs[0].shape, outputGradient.values)])
    }
}
