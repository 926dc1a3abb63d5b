import SpecSyntax
package import Tensors

/// The largest number of each channel in the whole picture.
///
/// `output[n, c, 0, 0] = max_{y, x} input[n, c, y, x]`; of equal numbers the first, row by row, gets the gradient.
///
/// `input: [N, C, H, W]` → `output: [N, C, 1, 1]`. Source: Caffe's `pooling_layer.cpp` with `global_pooling`.
package struct GlobalMaxPool: Layer {
    package static let kind = LayerKind(
        "global-max-pool", help: "keeps the largest number of each channel",
        aliases: ["gmp", "globalmaxpooling2d"], relatives: ["adaptivemaxpool2d"]
    ) { _ in
        GlobalMaxPool()
    }

    package func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape {
        [try Picture(inputs[0]).channels, 1, 1]
    }

    package func operations(_ group: OperationGroup, _ inputs: [Shape], output: Shape) -> Int {
        group == .pooling ? inputs[0].elementCount : 0
    }

    package func sight(_ inputs: [Shape]) -> Sight { .everything }

    /// The inputs tell which was the largest, where there is a choice.
    package func backwardNeeds(_ inputs: [Shape]) -> BackwardNeeds {
        inputs[0][1] * inputs[0][2] == 1 ? .nothing : .inputs
    }

    package func lengthRules(_ inputs: [Shape]) -> [LengthRule] {
        [LengthRule.unchanged(inputs[0])[0], LengthRule(.height, 1, "1"), LengthRule(.width, 1, "1")]
    }

    package func forward(_ pass: inout LayerPass) -> Tensor { pooling(pass).forward(&pass) }

    package func backward(_ outputGradient: Tensor, _ pass: LayerPass) -> LayerGradients {
        pooling(pass).backward(outputGradient, pass)
    }

    /// A pooling whose window is the picture.
    private func pooling(_ pass: LayerPass) -> MaxPool {
        let shape = pass.inputs[0].shape
        return MaxPool(window: Window(kernel: Extent(height: shape[2], width: shape[3])))
    }
}
