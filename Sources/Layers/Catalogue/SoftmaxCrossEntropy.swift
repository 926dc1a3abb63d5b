import Glibc
package import SpecSyntax
package import Tensors

/// How far the scores are from the right class: the negative logarithm of the probability that softmax gives it.
///
/// `output[n] = −Σ_c target[n, c] · log softmax(input[n])_c = log Σ_c exp(input[n, c]) − Σ_c target[n, c] · input[n, c]`
/// with `target = (1 − ε) · t + ε / classes`, `t` the distribution of the picture's `Target` and `ε` the label smoothing.
///
/// With class weights `w` the loss is `N / Σ_m w̄[m] · Σ_c w_c · target[n, c] · −log softmax(input[n])_c`, with
/// `w̄[m] = Σ_c w_c · t[m, c]`, so that its mean over the batch is the weighted mean of the pictures' losses: PyTorch's
/// `cross_entropy` with `weight` and `reduction='mean'`, where a picture has one class.
///
/// `input: [N, classes]` or `[N, classes, 1, 1]` → `output: [N]`, one loss for each picture.
/// Source of the smoothing: Szegedy et al., CVPR 2016, section 7.
package struct SoftmaxCrossEntropy: LossLayer {
    package let labelSmoothing: Double
    /// What each class's part of the loss counts; empty where all count alike.
    package let classWeights: [Double]

    package init(labelSmoothing: Double = 0, classWeights: [Double] = []) {
        self.labelSmoothing = labelSmoothing
        self.classWeights = classWeights
    }

    package static let kind = LayerKind(
        "softmax-cross-entropy", help: "the loss of scores for classes",
        aliases: ["crossentropy", "crossentropyloss", "softmaxwithloss"]
    ) { fields in
        SoftmaxCrossEntropy(
            labelSmoothing: fields.optional(
                "label-smoothing", .fraction, default: 0, help: "part of the target spread over all classes"),
            classWeights: fields.optional(
                "class-weights", .classWeights, default: [],
                help: "what each class's part of the loss counts; all alike if left out"))
    }

    package func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape {
        let shape = inputs[0]
        guard shape.rank == 1 || shape.rank == 3 && shape[1] == 1 && shape[2] == 1 else {
            throw ShapeError(
                "one score for each class, `[classes]` or `[classes, 1, 1]`, must arrive, and \(shape) does",
                help: "put `global-average-pool` or `linear` before the loss")
        }
        guard classWeights.isEmpty || classWeights.count == shape[0] else {
            throw ShapeError(
                "`class-weights` must have a number for each of the \(shape[0]) classes, found \(classWeights.count)",
                help: "give \(shape[0]) numbers, in the order of the classes", blame: .field("class-weights"))
        }
        return []
    }

    /// What the losses of a batch are multiplied by, so that their mean is the weighted one; 0 where no picture counts.
    package func batchFactor(_ targets: [Target]) -> Double {
        guard !classWeights.isEmpty else { return 1 }
        let sum = targets.reduce(0) { sum, target in
            let share = Double(target.otherShare)
            return sum + (1 - share) * classWeights[target.label] + share * classWeights[target.other]
        }
        return sum > 0 ? Double(targets.count) / sum : 0
    }

    package func classCount(_ inputs: [Shape]) -> Int? { inputs[0].elementCount }

    package func lengthRules(_ inputs: [Shape]) -> [LengthRule] { [] }

    /// - Precondition: every target is one of the classes; see `Batch`.
    package func forward(_ pass: inout LayerPass) -> Tensor {
        let scores = pass.inputs[0]
        let classes = scores.shape[1]
        let factor = batchFactor(pass.targets)
        let losses = pass.targets.enumerated().map { picture, mixture in
            let row = scores.values[picture * classes..<(picture + 1) * classes].map(Double.init)
            let target = target(mixture, classes)
            let expected = zip(target, row).reduce(0) { $0 + $1.0 * $1.1 }
            return Float(factor * (total(target) * logSumExp(row) - expected))
        }
        return Tensor([scores.shape[0]], losses)
    }

    /// `dx_c = dy · (softmax(x)_c − target_c)`; with class weights `dy · N / Σ w̄ · (Σ_k w_k · target_k · softmax(x)_c − w_c · target_c)`
    package func backward(_ outputGradient: Tensor, _ pass: LayerPass) -> LayerGradients {
        let scores = pass.inputs[0]
        let classes = scores.shape[1]
        let factor = batchFactor(pass.targets)
        let gradient = pass.targets.enumerated().flatMap { picture, mixture in
            let row = scores.values[picture * classes..<(picture + 1) * classes].map(Double.init)
            let weight = factor * Double(outputGradient.values[picture])
            let target = target(mixture, classes)
            let total = total(target)
            return zip(softmax(row), target).map { Float(weight * (total * $0 - $1)) }
        }
        return LayerGradients(inputs: [Tensor(scores.shape, gradient)])
    }

    /// The sum of a target: 1, but for class weights.
    private func total(_ target: [Double]) -> Double { classWeights.isEmpty ? 1 : target.reduce(0, +) }

    /// With the class weights in it.
    private func target(_ mixture: Target, _ classes: Int) -> [Double] {
        var target = [Double](repeating: labelSmoothing / Double(classes), count: classes)
        target[mixture.label] += (1 - labelSmoothing) * (1 - Double(mixture.otherShare))
        target[mixture.other] += (1 - labelSmoothing) * Double(mixture.otherShare)
        return classWeights.isEmpty ? target : zip(target, classWeights).map { $0 * $1 }
    }
}

extension FieldFormat where Value == [Double] {
    private static var leastWeight: Double { 1e-6 }

    /// 0 or a number of at least 1e-6 for each class, not all of them 0: less, a batch's sum of them would be nothing.
    package static var classWeights: FieldFormat {
        let list = FieldFormat<[Double]>.list(of: .number(0...1e6))
        return FieldFormat(
            "a list with 0 or a number from \(shortest(leastWeight)) to 1000000 for each class, one above 0 at least",
            placeholder: [],
            schema: .list(
                of: .either([
                    .number(NumberLimits(atLeast: leastWeight, atMost: 1e6)),
                    .number(NumberLimits(atLeast: 0, atMost: 0)),
                ]))
        ) { node, context in
            let reading = list.read(node, context)
            guard case .value(let weights) = reading else { return reading }
            return weights.contains { $0 > 0 } && !weights.contains { $0 > 0 && $0 < leastWeight } ? reading : .unfit
        }
    }
}

private func logSumExp(_ scores: [Double]) -> Double {
    let largest = scores.max() ?? 0
    return largest + log(scores.reduce(0) { $0 + exp($1 - largest) })
}
