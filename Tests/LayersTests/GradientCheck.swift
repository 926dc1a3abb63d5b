import LayerCases
import Layers
import Tensors

/// Holds a layer's backward pass to central differences of its forward pass, in the training phase.
///
/// The loss is `Σ r · output` with fixed random `r`, summed in double precision. `LayerCase.inputs` keeps numbers away
/// from kinks by more than the step, as Caffe's gradient checker does by skipping them.
struct GradientCheck {
    /// An input or a learned parameter whose gradient is wrong.
    struct Finding: CustomStringConvertible {
        let tensor: String
        let relativeError: Double
        var description: String { "the gradient of \(tensor) is off by \(relativeError) of its norm" }
    }

    /// Balances the third derivative, which grows with the step's square, against the rounding of outputs, which grows
    /// as it shrinks.
    static let step: Float = 0x1p-7
    static let tolerance = 1e-3
    /// Larger tensors are checked at this many random places.
    static let places = 160

    let layer: any Layer
    let test: LayerCase

    func findings() throws -> [Finding] {
        var pass = test.pass(.training, of: layer)
        let start = pass
        let outputGradient = test.outputGradient(try layer.outputShape(test.inputShapes))
        _ = layer.forward(&pass)
        let gradients = layer.backward(outputGradient, pass)

        var findings: [Finding] = []
        for (index, gradient) in gradients.inputs.enumerated() {
            let error = relativeError(gradient) { place, change in
                var inputs = start.inputs
                inputs[index].values[place] += change
                return loss(inputs, start.parameters, outputGradient, start)
            }
            if error > Self.tolerance { findings.append(Finding(tensor: "input \(index)", relativeError: error)) }
        }
        for (index, specification) in layer.parameters(test.inputShapes).enumerated() {
            guard specification.role == .learned else { continue }
            guard let gradient = gradients.parameters[index] else {
                findings.append(Finding(tensor: specification.name.rawValue, relativeError: .infinity))
                continue
            }
            let error = relativeError(gradient) { place, change in
                var parameters = start.parameters
                parameters[index].values[place] += change
                return loss(start.inputs, parameters, outputGradient, start)
            }
            if error > Self.tolerance {
                findings.append(Finding(tensor: specification.name.rawValue, relativeError: error))
            }
        }
        return findings
    }

    /// `‖gradient − differences‖ / ‖differences‖` over the chosen places.
    private func relativeError(_ gradient: Tensor, _ loss: (_ place: Int, _ change: Float) -> Double) -> Double {
        var random = KeyedRandom(seed: test.seed, purpose: .synthesis, 400)
        let all = random.permutation(of: gradient.values.count)
        var (difference, norm) = (0.0, 0.0)
        for place in all.prefix(Self.places) {
            let numeric = (loss(place, Self.step) - loss(place, -Self.step)) / Double(2 * Self.step)
            let error = Double(gradient.values[place]) - numeric
            difference += error * error
            norm += numeric * numeric
        }
        return (difference / max(norm, 1e-12)).squareRoot()
    }

    private func loss(
        _ inputs: [Tensor], _ parameters: [Tensor], _ weights: Tensor, _ start: LayerPass
    ) -> Double {
        var pass = LayerPass(
            phase: .training, inputs: inputs, parameters: parameters, targets: start.targets, draws: start.draws)
        let output = layer.forward(&pass)
        return zip(output.values, weights.values).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }
}
