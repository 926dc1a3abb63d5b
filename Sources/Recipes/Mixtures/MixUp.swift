package import SpecSyntax
package import Tensors

/// Adds two pictures, weighted: `λ · picture + (1 − λ) · other`, with `λ` from the beta distribution `Beta(α, α)`, drawn once
/// for a batch.
///
/// Source: Zhang et al., "mixup: Beyond Empirical Risk Minimization", ICLR 2018; one `λ` for a batch as in torchvision.
package struct MixUp: Mixture {
    package static let choice = ChoiceCase<any Mixture>(
        "mixup", help: "adds the pictures of a batch to each other, weighted, and their targets alike"
    ) { fields in
        let usual = MixUp()
        return MixUp(
            alpha: fields.optional(
                "alpha", .mixingAlpha, default: usual.alpha, help: "of the beta distribution of the weight"),
            probability: fields.optional(
                "probability", .number(0...1), default: usual.probability, help: "how likely a batch is to be mixed"))
    }

    package let alpha: Double
    package let probability: Double

    package init(alpha: Double = 0.2, probability: Double = 1) {
        self.alpha = alpha
        self.probability = probability
    }

    package func draw(for shape: Shape, _ random: inout KeyedRandom) -> any DrawnMixture {
        Drawn(share: 1 - Float(random.beta(alpha)))
    }

    private struct Drawn: DrawnMixture {
        let share: Float

        func mix(_ picture: UnsafeMutableBufferPointer<Float>, with other: UnsafeBufferPointer<Float>) {
            for place in picture.indices {
                picture[place] = (1 - share) * picture[place] + share * other[place]
            }
        }
    }
}

extension FieldFormat where Value == Double {
    /// The parameter of a symmetric beta distribution.
    static var mixingAlpha: FieldFormat { .number(0.01...100) }
}
