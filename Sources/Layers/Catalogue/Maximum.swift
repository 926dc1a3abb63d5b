import SpecSyntax
package import Tensors

/// The largest of several inputs, number by number.
///
/// `output = max_i input_i`; of equal numbers the first input's gets the gradient.
///
/// `inputs: [N, …]`, all alike → `output: [N, …]`. Caffe's `Eltwise` with `operation: MAX`; maxout (Goodfellow et al., ICML
/// 2013).
package struct Maximum: Layer {
    package static let kind = LayerKind(
        "maximum", help: "keeps the largest of inputs of one shape", inputs: .several,
        aliases: ["eltwisemax"], relatives: ["maxout"]
    ) { _ in Maximum() }

    package func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape {
        guard let odd = OddInput(inputs, sharing: { $0.lengths[...] }) else { return inputs[0] }
        throw ShapeError(
            """
            the inputs must have one shape, and \(input: odd.number) is \(odd.shape) while \(input: odd.other) is \
            \(odd.otherShape)
            """,
            help: "bring \(input: odd.number) to \(odd.otherShape)", blame: .input(odd.number, wanted: odd.otherShape),
            alternative: inputs.count == 2 ? .input(odd.other, wanted: odd.shape) : nil)
    }

    package func forward(_ pass: inout LayerPass) -> Tensor {
        let shape = pass.inputs[0].shape
        let inputs = pass.inputs
        return Tensor(shape, (0..<shape.elementCount).map { inputs[largest(inputs, $0)].values[$0] })
    }

    package func backward(_ outputGradient: Tensor, _ pass: LayerPass) -> LayerGradients {
        var gradients = pass.inputs.map { Tensor.zeros($0.shape) }
        for (place, gradient) in outputGradient.values.enumerated() {
            gradients[largest(pass.inputs, place)].values[place] = gradient
        }
        return LayerGradients(inputs: gradients)
    }

    /// The input with the first largest number at a place, or with the last that is none.
    private func largest(_ inputs: [Tensor], _ place: Int) -> Int {
        inputs.indices.reduce(0) { best, input in
            let value = inputs[input].values[place]
            return value > inputs[best].values[place] || value.isNaN ? input : best
        }
    }
}
