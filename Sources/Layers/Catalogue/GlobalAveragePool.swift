import SpecSyntax
package import Tensors

/// The mean of each channel over the whole picture.
///
/// `output[n, c, 0, 0] = 1/(H·W) · Σ_{y, x} input[n, c, y, x]`
///
/// `input: [N, C, H, W]` → `output: [N, C, 1, 1]`. Source: Lin et al., ICLR 2014.
package struct GlobalAveragePool: Layer {
    package static let kind = LayerKind(
        "global-average-pool", help: "takes the mean of each channel", aliases: ["gap"], relatives: ["globalpool"]
    ) { _ in
        GlobalAveragePool()
    }

    package func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape {
        [try Picture(inputs[0]).channels, 1, 1]
    }

    package func operations(_ group: OperationGroup, _ inputs: [Shape], output: Shape) -> Int {
        group == .pooling ? inputs[0].elementCount : 0
    }

    package func sight(_ inputs: [Shape]) -> Sight { .everything }

    package func averagesWholeChannels(_ inputs: [Shape]) -> Bool { true }

    package func backwardNeeds(_ inputs: [Shape]) -> BackwardNeeds { .nothing }

    package func lengthRules(_ inputs: [Shape]) -> [LengthRule] {
        [LengthRule.unchanged(inputs[0])[0], LengthRule(.height, 1, "1"), LengthRule(.width, 1, "1")]
    }

    package func forward(_ pass: inout LayerPass) -> Tensor {
        let input = pass.inputs[0]
        let planes = Planes(input.shape)
        let means = (0..<planes.pictures * planes.channels).map { plane in
            let values = input.values[plane * planes.area..<(plane + 1) * planes.area]
            return Float(values.reduce(0.0) { $0 + Double($1) } / Double(planes.area))
        }
        return Tensor([planes.pictures, planes.channels, 1, 1], means)
    }

    package func backward(_ outputGradient: Tensor, _ pass: LayerPass) -> LayerGradients {
        let planes = Planes(pass.inputs[0].shape)
        let gradient = outputGradient.values.flatMap { gradient in
            repeatElement(Float(Double(gradient) / Double(planes.area)), count: planes.area)
        }
        return LayerGradients(inputs: [Tensor(pass.inputs[0].shape, gradient)])
    }
}
