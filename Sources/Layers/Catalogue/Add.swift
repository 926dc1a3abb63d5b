package import Tensors

/// The sum of several inputs, as where a residual path joins.
///
/// `output = Σ_i input_i`
///
/// `inputs: [N, …]`, all alike → `output: [N, …]`. Source: He et al., CVPR 2016.
package struct Add: Layer {
    /// Whether a sum below 0 becomes 0: only in plans, where a following ReLU was absorbed.
    package private(set) var appliesReLU = false

    package static let kind = LayerKind(
        "add", help: "adds inputs of one shape", inputs: .several, aliases: ["sum"], relatives: ["eltwise"]
    ) { _ in Add() }

    package func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape {
        guard let odd = OddInput(inputs, sharing: { $0.lengths[...] }) else { return inputs[0] }
        throw ShapeError(
            """
            the inputs must have one shape, and \(input: odd.number) is \(odd.shape) while \(input: odd.other) is \
            \(odd.otherShape)
            """,
            help: projection(of: odd.number, odd.shape, to: odd.otherShape)
                ?? projection(of: odd.other, odd.otherShape, to: odd.shape)
                ?? "bring \(input: odd.number) to \(odd.otherShape)",
            blame: .input(odd.number, wanted: odd.otherShape),
            alternative: inputs.count == 2 ? .input(odd.other, wanted: odd.shape) : nil)
    }

    /// A convolution of kernel 1 that brings an input to a shape; nil where none does.
    private func projection(of input: Int, _ shape: Shape, to wanted: Shape) -> InputText? {
        guard shape.rank == 3, wanted.rank == 3 else { return nil }
        let stride = (1...8).first { stride in
            zip(shape.lengths, wanted.lengths).dropFirst().allSatisfy { ($0 - 1) / stride + 1 == $1 }
        }
        guard let stride else { return nil }
        let step = stride == 1 ? "" : ", stride: \(stride)"
        return "bring \(input: input) to \(wanted) with `convolution: {filters: \(wanted[0]), kernel: 1\(step)}`"
    }

    package func backwardNeeds(_ inputs: [Shape]) -> BackwardNeeds { appliesReLU ? .output : .nothing }

    package func fused(with next: any Layer) -> (any Layer)? {
        guard next is ReLU, !appliesReLU else { return nil }
        var fused = self
        fused.appliesReLU = true
        return fused
    }

    package func forward(_ pass: inout LayerPass) -> Tensor {
        var output = pass.inputs[0]
        for input in pass.inputs.dropFirst() {
            for index in output.values.indices { output.values[index] += input.values[index] }
        }
        return appliesReLU ? ReLU.output(output) : output
    }

    package func backward(_ outputGradient: Tensor, _ pass: LayerPass) -> LayerGradients {
        let gradient = appliesReLU ? ReLU.inputGradient(outputGradient, of: self, pass) : outputGradient
        return LayerGradients(inputs: pass.inputs.map { _ in gradient })
    }
}
