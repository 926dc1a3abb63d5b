import SpecSyntax
package import Tensors

/// The product of several inputs, of which some may be one number for each channel: squeeze and excitation.
///
/// `output[n, c, y, x] = Π_i input_i[n, c, y, x]`, a picture of 1×1 standing for one of any size.
///
/// `inputs: [N, C, H, W]` or `[N, C, 1, 1]`, or all `[N, C]` → `output: [N, C, H, W]` or `[N, C]`.
/// Source: Hu, Shen and Sun, "Squeeze-and-excitation networks", CVPR 2018.
package struct Multiply: Layer {
    package static let kind = LayerKind(
        "multiply", help: "multiplies inputs; one of 1×1 is spread over the others", inputs: .several,
        aliases: ["mul", "prod", "product"]
    ) { _ in Multiply() }

    package func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape {
        for input in inputs { try input.requireChannels() }
        let whole = inputs[wholeInput(inputs)]
        for (number, input) in inputs.enumerated() {
            if let error = misfit(number, input, beside: wholeInput(inputs), whole) { throw error }
        }
        return whole
    }

    /// The first of the inputs with the most numbers.
    private func wholeInput(_ inputs: [Shape]) -> Int {
        inputs.indices.reduce(0) { inputs[$1].elementCount > inputs[$0].elementCount ? $1 : $0 }
    }

    private func misfit(_ number: Int, _ shape: Shape, beside other: Int, _ whole: Shape) -> ShapeError? {
        guard shape.rank == whole.rank, shape[0] == whole[0] else {
            return ShapeError(
                """
                the inputs must have one number of channels, and \(input: number) is \(shape) while \(input: other) is \
                \(whole)
                """,
                help: "bring \(input: number) to \(whole[0]) channels", blame: .input(number, wanted: whole))
        }
        let lengths = shape.lengths.dropFirst()
        guard lengths == whole.lengths.dropFirst() || lengths.allSatisfy({ $0 == 1 }) else {
            return ShapeError(
                """
                the inputs must be of one height and width, or of 1×1, and \(input: number) is \(shape) while \
                \(input: other) is \(whole)
                """,
                help: "bring \(input: number) to \(whole), or to one number a channel with `global-average-pool`",
                blame: .input(number, wanted: whole))
        }
        return nil
    }

    package func lengthRules(_ inputs: [Shape]) -> [LengthRule] {
        let whole = wholeInput(inputs)
        return LengthRule.unchanged(inputs[whole], input: whole)
    }

    package func forward(_ pass: inout LayerPass) -> Tensor { product(pass.inputs) }

    /// `dinput_i = doutput · Π_{j ≠ i} input_j`, summed over the picture for an input of 1×1.
    package func backward(_ outputGradient: Tensor, _ pass: LayerPass) -> LayerGradients {
        let gradients = pass.inputs.indices.map { index in
            let others = pass.inputs.indices.filter { $0 != index }.map { pass.inputs[$0] }
            return sum(product([outputGradient] + others), as: pass.inputs[index].shape)
        }
        return LayerGradients(inputs: gradients)
    }

    private func product(_ factors: [Tensor]) -> Tensor {
        let shape = factors.map(\.shape).reduce(factors[0].shape) { $1.elementCount > $0.elementCount ? $1 : $0 }
        let products = (0..<shape.elementCount).map { place in
            factors.reduce(1.0) { $0 * Double($1.values[place / (shape.elementCount / $1.values.count)]) }
        }
        return Tensor(shape, rounding: products)
    }

    private func sum(_ gradient: Tensor, as shape: Shape) -> Tensor {
        let area = gradient.values.count / shape.elementCount
        guard area > 1 else { return gradient }
        return Tensor(
            shape,
            rounding: (0..<shape.elementCount).map { place in
                gradient.values[place * area..<(place + 1) * area].reduce(0) { $0 + Double($1) }
            })
    }
}
