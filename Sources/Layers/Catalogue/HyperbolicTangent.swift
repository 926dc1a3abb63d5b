import Glibc
package import Tensors

/// The hyperbolic tangent: from −1 to 1, odd, slope 1 at 0.
///
/// `output = tanh(input) = (exp(2 · input) − 1) / (exp(2 · input) + 1)`
///
/// `input: [N, …]` → `output: [N, …]`. PyTorch's `Tanh`, Caffe's `TanH`; LeNet-5's (1998) is `1.7159 · tanh(2/3 · input)`.
package struct HyperbolicTangent: ActivationLayer {
    package static let kind = LayerKind("tanh", help: "squeezes numbers into −1 to 1") { _ in HyperbolicTangent() }

    package var operationsPerNumber: Int { 5 }

    package func backwardNeeds(_ inputs: [Shape]) -> BackwardNeeds { .output }

    package func value(_ x: Double) -> Double { tanh(x) }

    /// `1 − y²`
    package func slope(_ x: Double) -> Double { (1 - tanh(x)) * (1 + tanh(x)) }
}
