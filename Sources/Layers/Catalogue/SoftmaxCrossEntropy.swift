import Glibc
import SpecSyntax
package import Tensors

/// How far the scores are from the right class: the negative logarithm of the probability that softmax gives it.
///
/// `output[n] = −Σ_c target[n, c] · log softmax(input[n])_c = log Σ_c exp(input[n, c]) − Σ_c target[n, c] · input[n, c]`
/// with `target = (1 − ε) · t + ε / classes`, `t` the distribution of the picture's `Target` and `ε` the label smoothing.
///
/// `input: [N, classes]` or `[N, classes, 1, 1]` → `output: [N]`, one loss for each picture.
/// Source of the smoothing: Szegedy et al., CVPR 2016, section 7.
package struct SoftmaxCrossEntropy: LossLayer {
    package let labelSmoothing: Double

    package init(labelSmoothing: Double = 0) {
        self.labelSmoothing = labelSmoothing
    }

    package static let kind = LayerKind(
        "softmax-cross-entropy", help: "the loss of scores for classes",
        namesElsewhere: ["crossentropy", "crossentropyloss", "softmaxwithloss"]
    ) { fields in
        SoftmaxCrossEntropy(
            labelSmoothing: fields.optional(
                "label-smoothing", .fraction, default: 0, help: "part of the target spread over all classes"))
    }

    package func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape {
        let shape = inputs[0]
        guard shape.rank == 1 || shape.rank == 3 && shape[1] == 1 && shape[2] == 1 else {
            throw ShapeError(
                "one score for each class, `[classes]` or `[classes, 1, 1]`, must arrive, and \(shape) does",
                help: "put `global-average-pool` or `linear` before the loss")
        }
        return []
    }

    package func classCount(_ inputs: [Shape]) -> Int? { inputs[0].elementCount }

    package func lengthRules(_ inputs: [Shape]) -> [LengthRule] { [] }

    /// - Precondition: every target is one of the classes; see `Batch`.
    package func forward(_ pass: inout LayerPass) -> Tensor {
        let scores = pass.inputs[0]
        let classes = scores.shape[1]
        let losses = pass.targets.enumerated().map { picture, mixture in
            let row = scores.values[picture * classes..<(picture + 1) * classes].map(Double.init)
            let expected = zip(target(mixture, classes), row).reduce(0) { $0 + $1.0 * $1.1 }
            return Float(logSumExp(row) - expected)
        }
        return Tensor([scores.shape[0]], losses)
    }

    /// `dx_c = dy · (softmax(x)_c − target_c)`
    package func backward(_ outputGradient: Tensor, _ pass: LayerPass) -> LayerGradients {
        let scores = pass.inputs[0]
        let classes = scores.shape[1]
        let gradient = pass.targets.enumerated().flatMap { picture, mixture in
            let row = scores.values[picture * classes..<(picture + 1) * classes].map(Double.init)
            let weight = Double(outputGradient.values[picture])
            return zip(softmax(row), target(mixture, classes)).map { Float(weight * ($0 - $1)) }
        }
        return LayerGradients(inputs: [Tensor(scores.shape, gradient)])
    }

    private func target(_ mixture: Target, _ classes: Int) -> [Double] {
        var target = [Double](repeating: labelSmoothing / Double(classes), count: classes)
        target[mixture.label] += (1 - labelSmoothing) * (1 - Double(mixture.otherShare))
        target[mixture.other] += (1 - labelSmoothing) * Double(mixture.otherShare)
        return target
    }
}

private func logSumExp(_ scores: [Double]) -> Double {
    let largest = scores.max() ?? 0
    return largest + log(scores.reduce(0) { $0 + exp($1 - largest) })
}
