package import Tensors

/// Joins several inputs along their channels, in the order in which they are written.
///
/// `output[n, C_1 + … + C_{i−1} + c, y, x] = input_i[n, c, y, x]`
///
/// `inputs: [N, C_i, H, W]` or `[N, C_i]` → `output: [N, Σ C_i, H, W]` or `[N, Σ C_i]`.
package struct Concat: Layer {
    package static let kind = LayerKind("concat", help: "joins the channels of its inputs", inputs: .several) { _ in
        Concat()
    }

    package func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape {
        try inputs[0].requireChannels()
        for (index, shape) in inputs.enumerated() {
            guard shape.rank == inputs[0].rank, shape.lengths.dropFirst() == inputs[0].lengths.dropFirst() else {
                throw differs(index, shape, from: inputs[0])
            }
        }
        return Shape([inputs.reduce(0) { $0 + $1[0] }] + inputs[0].lengths.dropFirst())
    }

    package func backwardNeeds(_ inputs: [Shape]) -> BackwardNeeds { .nothing }

    package func lengthRules(_ inputs: [Shape]) -> [LengthRule] {
        let channels = inputs.enumerated().map { number, shape -> Formula in
            "\("input \(number + 1)", shape[0], .input(number))"
        }
        let joined = LengthRule(
            LengthRule.axisName(0, of: inputs[0]), inputs.reduce(0) { $0 + $1[0] },
            Formula(joining: channels, by: " + "))
        return [joined] + LengthRule.unchanged(inputs[0]).dropFirst()
    }

    package func forward(_ pass: inout LayerPass) -> Tensor {
        let first = pass.inputs[0].shape
        let channels = pass.inputs.reduce(0) { $0 + $1.shape[1] }
        let values = (0..<first[0]).flatMap { picture in
            pass.inputs.flatMap { $0.values[part(of: $0.shape, picture)] }
        }
        return Tensor(Shape([first[0], channels] + first.lengths.dropFirst(2)), values)
    }

    package func backward(_ outputGradient: Tensor, _ pass: LayerPass) -> LayerGradients {
        var gradients = pass.inputs.map { Tensor.zeros($0.shape) }
        var position = 0
        for picture in 0..<outputGradient.shape[0] {
            for index in gradients.indices {
                let part = part(of: gradients[index].shape, picture)
                let source = outputGradient.values[position..<position + part.count]
                gradients[index].values.replaceSubrange(part, with: source)
                position += part.count
            }
        }
        return LayerGradients(inputs: gradients)
    }

    /// The places of one picture in a batch.
    private func part(of batch: Shape, _ picture: Int) -> Range<Int> {
        let count = batch.elementCount / batch[0]
        return picture * count..<(picture + 1) * count
    }
}

extension Concat {
    fileprivate func differs(_ index: Int, _ shape: Shape, from first: Shape) -> ShapeError {
        guard shape.rank == first.rank else {
            return ShapeError(
                "the inputs must agree in all but channels, and input 1 is \(first) while input \(index + 1) is \(shape)",
                help: "put `flatten` before the input that is a picture")
        }
        let axis = shape[1] != first[1] ? (name: "height", index: 1) : (name: "width", index: 2)
        return ShapeError(
            "the inputs must have one \(axis.name), and input 1 \(first) has \(first[axis.index]) "
                + "while input \(index + 1) \(shape) has \(shape[axis.index])",
            help: "give every branch the same strides, and a pad that keeps the \(axis.name)")
    }
}
