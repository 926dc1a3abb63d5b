import SpecSyntax
package import Tensors

/// Joins several inputs along their channels, in the order in which they are written.
///
/// `output[n, C_1 + … + C_{i−1} + c, y, x] = input_i[n, c, y, x]`
///
/// `inputs: [N, C_i, H, W]` or `[N, C_i]` → `output: [N, Σ C_i, H, W]` or `[N, Σ C_i]`.
package struct Concat: Layer {
    package static let kind = LayerKind(
        "concat", help: "joins the channels of its inputs", inputs: .several, aliases: ["cat", "depthconcat"]
    ) { _ in
        Concat()
    }

    package func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape {
        for input in inputs { try input.requireChannels() }
        if let odd = OddInput(inputs, sharing: { $0.lengths.dropFirst() }) { throw differs(odd, of: inputs.count) }
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

    package func inputChannels(_ inputs: [Shape]) -> [Range<Int>] {
        var end = 0
        return inputs.map { input in
            defer { end += input[0] }
            return end..<end + input[0]
        }
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
    private func differs(_ odd: OddInput, of count: Int) -> ShapeError {
        let (shape, other) = (odd.shape, odd.otherShape)
        guard shape.rank == other.rank else {
            return ShapeError(
                """
                the inputs must agree in all but channels, and \(input: odd.number) is \(shape) while \(input: odd.other) \
                is \(other)
                """,
                help: "put `flatten` behind the one that is a picture",
                blame: .input(shape.rank == 3 ? odd.number : odd.other, wanted: shape.rank == 3 ? other : shape))
        }
        let differing: PictureAxis = shape[1] != other[1] ? .height : .width
        let (axis, index) = (differing.name, differing.index)
        return ShapeError(
            """
            the inputs must have one \(axis), and \(input: odd.number) \(shape) has \(shape[index]) while \
            \(input: odd.other) \(other) has \(other[index])
            """,
            help: "give every input the \(axis) \(other[index]): the same strides, and pads that keep it",
            blame: .input(odd.number, wanted: Shape([shape[0]] + other.lengths.dropFirst())),
            alternative: count == 2 ? .input(odd.other, wanted: Shape([other[0]] + shape.lengths.dropFirst())) : nil)
    }
}
