import Glibc
package import Tensors

/// Turns scores into probabilities over the channels.
///
/// `output[n, c, …] = exp(input[n, c, …] − m) / Σ_k exp(input[n, k, …] − m)`, `m = max_k input[n, k, …]`.
///
/// `input: [N, C, H, W]` or `[N, C]` → `output`: the same shape. For training use `softmax-cross-entropy`, which takes
/// the scores themselves.
package struct Softmax: Layer {
    package static let kind = LayerKind("softmax", help: "turns scores into probabilities") { _ in Softmax() }

    package var givesProbabilities: Bool { true }

    package func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape {
        try inputs[0].requireChannels()
        return inputs[0]
    }

    /// For each number: a comparison for the maximum, a subtraction, an exponential, an addition, a division.
    package func operations(_ group: OperationGroup, _ inputs: [Shape], output: Shape) -> Int {
        group == .activations ? output.elementCount.saturatingTimes(5) : 0
    }

    package func backwardNeeds(_ inputs: [Shape]) -> BackwardNeeds { .output }

    package func forward(_ pass: inout LayerPass) -> Tensor {
        var output = pass.inputs[0]
        let planes = Planes(output.shape)
        for picture in 0..<planes.pictures {
            for spot in 0..<planes.area {
                let column = planes.column(picture, spot)
                let probabilities = softmax(column.map { Double(output.values[$0]) })
                for (place, probability) in zip(column, probabilities) { output.values[place] = Float(probability) }
            }
        }
        pass.saved = [output]
        return output
    }

    /// `dx_c = y_c · (dy_c − Σ_k dy_k · y_k)`
    package func backward(_ outputGradient: Tensor, _ pass: LayerPass) -> LayerGradients {
        let output = pass.saved[0]
        var gradient = Tensor.zeros(output.shape)
        let planes = Planes(output.shape)
        for picture in 0..<planes.pictures {
            for spot in 0..<planes.area {
                let column = planes.column(picture, spot)
                let mean = column.reduce(0.0) { $0 + Double(outputGradient.values[$1]) * Double(output.values[$1]) }
                for place in column {
                    let difference = Double(outputGradient.values[place]) - mean
                    gradient.values[place] = Float(Double(output.values[place]) * difference)
                }
            }
        }
        return LayerGradients(inputs: [gradient])
    }
}

/// `exp(score) / Σ exp(score)`, shifted by the largest score so that nothing overflows.
func softmax(_ scores: [Double]) -> [Double] {
    let largest = scores.max() ?? 0
    let powers = scores.map { exp($0 - largest) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
}
