/// A number weighed by its own logistic function: SiLU.
///
/// `output = input / (1 + exp(−input))`
///
/// `input: [N, …]` → `output: [N, …]`. Source: Ramachandran, Zoph and Le, arXiv:1710.05941 (β = 1); PyTorch's `SiLU`.
package struct Swish: ActivationLayer {
    package static let kind = LayerKind("swish", help: "x · sigmoid(x)", aliases: ["silu"]) { _ in Swish() }

    package var operationsPerNumber: Int { 4 }

    package func value(_ x: Double) -> Double { x * logistic(x) }

    /// `σ(x) · (1 + x · (1 − σ(x)))`
    package func slope(_ x: Double) -> Double { logistic(x) * (1 + x * logistic(-x)) }
}
