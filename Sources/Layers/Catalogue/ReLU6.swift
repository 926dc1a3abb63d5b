package import Tensors

/// ReLU that stops at 6, so that numbers keep their digits in low precision.
///
/// `output = min(max(input, 0), 6)`; the slope at 0 and at 6 is taken as 0.
///
/// `input: [N, …]` → `output: [N, …]`. Source: Howard et al., "MobileNets", arXiv:1704.04861; PyTorch's `ReLU6`.
package struct ReLU6: ActivationLayer {
    package static let kind = LayerKind(
        "relu6", help: "sets negative numbers to 0, and what is above 6 to 6", relatives: ["clip", "clippedrelu"]
    ) { _ in ReLU6() }

    package var operationsPerNumber: Int { 2 }

    /// Where the output is between 0 and 6, it is the input.
    package func backwardNeeds(_ inputs: [Shape]) -> BackwardNeeds { .output }

    package func value(_ x: Double) -> Double { x < 0 ? 0 : x > 6 ? 6 : x }
    package func slope(_ x: Double) -> Double { x > 0 && x < 6 ? 1 : 0 }
}
