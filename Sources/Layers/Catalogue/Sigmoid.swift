import Glibc
package import Tensors

/// The logistic function: from 0 to 1, the steepest at 0.
///
/// `output = 1 / (1 + exp(−input))`
///
/// `input: [N, …]` → `output: [N, …]`. PyTorch's, Caffe's, Keras' and ONNX's `Sigmoid`.
package struct Sigmoid: ActivationLayer {
    package static let kind = LayerKind(
        "sigmoid", help: "squeezes numbers into 0 to 1", aliases: ["logistic"]
    ) { _ in Sigmoid() }

    package var operationsPerNumber: Int { 3 }

    package func backwardNeeds(_ inputs: [Shape]) -> BackwardNeeds { .output }

    package func value(_ x: Double) -> Double { logistic(x) }

    /// `y · (1 − y)`
    package func slope(_ x: Double) -> Double { logistic(x) * logistic(-x) }
}

/// `1 / (1 + exp(−x))`, precise on both sides.
func logistic(_ x: Double) -> Double {
    if x >= 0 { return 1 / (1 + exp(-x)) }
    let power = exp(x)
    return power / (1 + power)
}
