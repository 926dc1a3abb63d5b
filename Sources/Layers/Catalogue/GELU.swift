import Glibc
import SpecSyntax

/// Gaussian error linear unit: a number weighed by the share of a normal distribution below it.
///
/// `output = input · Φ(input)`, `Φ(x) = ½ · (1 + erf(x / √2))`; with `approximate: tanh` Φ is replaced by
/// `½ · (1 + tanh(√(2/π) · (x + 0.044715 · x³)))`.
///
/// `input: [N, …]` → `output: [N, …]`. Source: Hendrycks and Gimpel, arXiv:1606.08415; PyTorch's `GELU`.
package struct GELU: ActivationLayer {
    package enum Approximation: String, Hashable, Sendable, CustomStringConvertible {
        case none, tanh
        package var description: String { rawValue }
    }

    package let approximation: Approximation

    package static let kind = LayerKind("gelu", help: "x · the normal distribution's share below x") { fields in
        GELU(
            approximation: fields.optional(
                "approximate", .word(["none": .none, "tanh": .tanh]), default: .none,
                help: "whether the share is computed by `tanh` rather than exactly"))
    }

    /// The error function counts as one exponential; a tanh as five operations.
    package var operationsPerNumber: Int { approximation == .none ? 5 : 13 }

    package func value(_ x: Double) -> Double { x * share(x) }

    /// `Φ(x) + x · φ(x)`
    package func slope(_ x: Double) -> Double { share(x) + x * density(x) }

    private func share(_ x: Double) -> Double {
        approximation == .none ? 0.5 * erfc(-x / 2.0.squareRoot()) : 0.5 * (1 + Glibc.tanh(cubic(x)))
    }

    private func density(_ x: Double) -> Double {
        guard approximation == .tanh else { return exp(-x * x / 2) / (2 * Double.pi).squareRoot() }
        let height = Glibc.tanh(cubic(x))
        return 0.5 * (1 - height * height) * (2 / Double.pi).squareRoot() * (1 + 3 * 0.044715 * x * x)
    }

    private func cubic(_ x: Double) -> Double { (2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x) }
}
