import LayerCases
import Layers
import Tensors

/// A layer on numbers written in a test: what comes out, what flows back, and what its buffers become.
struct Computed {
    let layer: any Layer
    let pass: LayerPass
    let output: Tensor

    init(
        _ text: String, _ inputs: Tensor..., parameters: [Tensor] = [], targets: [Target] = [],
        phase: Phase = .training,
        draws: LayerDraws = .none
    ) throws {
        layer = try read(layer: text)
        var pass = LayerPass(phase: phase, inputs: inputs, parameters: parameters, targets: targets, draws: draws)
        output = layer.forward(&pass)
        self.pass = pass
    }

    func gradients(_ outputGradient: [Float]) -> LayerGradients {
        layer.backward(Tensor(output.shape, outputGradient), pass)
    }
}

func isClose(_ left: [Float], _ right: [Float], _ tolerance: Float = 1e-6) -> Bool {
    left.count == right.count && zip(left, right).allSatisfy { abs($0 - $1) <= tolerance * max(1, abs($1)) }
}
