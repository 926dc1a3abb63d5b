package import SpecSyntax
package import Tensors

/// Puts a window of another picture into a picture: the same window for all of a batch, about a part `1 − λ` of the area,
/// with `λ` from `Beta(α, α)`. What lies outside the picture is cut off, and the share is that of the pixels that were put in.
///
/// With `r = ½ √(1 − λ)`: the middle of the window is any pixel, and it reaches `⌊r · width⌋` and `⌊r · height⌋` to each side.
/// Source: Yun et al., "CutMix", ICCV 2019; the window as in torchvision.
package struct CutMix: Mixture {
    package static let choice = ChoiceCase<any Mixture>(
        "cutmix", help: "puts a window of another picture of the batch into each, and its part into the target"
    ) { fields in
        let usual = CutMix()
        return CutMix(
            alpha: fields.optional(
                "alpha", .mixingAlpha, default: usual.alpha, help: "of the beta distribution of the area"),
            probability: fields.optional(
                "probability", .number(0...1), default: usual.probability, help: "how likely a batch is to be mixed"))
    }

    package let alpha: Double
    package let probability: Double

    package init(alpha: Double = 1, probability: Double = 1) {
        self.alpha = alpha
        self.probability = probability
    }

    package func draw(for shape: Shape, _ random: inout KeyedRandom) -> any DrawnMixture {
        let reach = 0.5 * (1 - random.beta(alpha)).squareRoot()
        let rows = span(shape[1], reach, &random)
        let columns = span(shape[2], reach, &random)
        return CutWindow(shape: shape, rows: rows, columns: columns)
    }

    private func span(_ length: Int, _ reach: Double, _ random: inout KeyedRandom) -> Range<Int> {
        let (middle, half) = (random.below(length), Int(reach * Double(length)))
        return max(0, middle - half)..<min(length, middle + half)
    }
}

/// A window that is taken from another picture.
package struct CutWindow: DrawnMixture {
    let shape: Shape
    let rows: Range<Int>
    let columns: Range<Int>

    package init(shape: Shape, rows: Range<Int>, columns: Range<Int>) {
        (self.shape, self.rows, self.columns) = (shape, rows, columns)
    }

    package var share: Float { Float(rows.count * columns.count) / Float(shape[1] * shape[2]) }

    package func mix(_ picture: UnsafeMutableBufferPointer<Float>, with other: UnsafeBufferPointer<Float>) {
        for channel in 0..<shape[0] {
            for row in rows {
                let start = (channel * shape[1] + row) * shape[2]
                for column in columns { picture[start + column] = other[start + column] }
            }
        }
    }
}
