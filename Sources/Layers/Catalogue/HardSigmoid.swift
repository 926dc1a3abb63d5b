package import Tensors

/// Straight lines in place of the logistic function.
///
/// `output = min(max(input + 3, 0), 6) / 6`; the slope at −3 and at 3 is taken as 0.
///
/// `input: [N, …]` → `output: [N, …]`. Source: Howard et al., "Searching for MobileNetV3", ICCV 2019; PyTorch's `Hardsigmoid`
/// (ONNX's and older Keras' default is another: `0.2 · input + 0.5`).
package struct HardSigmoid: ActivationLayer {
    package static let kind = LayerKind("hard-sigmoid", help: "sigmoid of straight lines: relu6(x + 3) / 6") { _ in
        HardSigmoid()
    }

    package var operationsPerNumber: Int { 4 }

    package func backwardNeeds(_ inputs: [Shape]) -> BackwardNeeds { .output }

    package func value(_ x: Double) -> Double { x <= -3 ? 0 : x >= 3 ? 1 : (x + 3) / 6 }
    package func slope(_ x: Double) -> Double { x > -3 && x < 3 ? 1 / 6 : 0 }
}
