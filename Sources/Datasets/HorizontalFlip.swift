package import SpecSyntax
package import Tensors

/// Mirrors some of the pictures, left for right.
package struct HorizontalFlip: Augmentation {
    package static let choice = ChoiceCase<any Augmentation>(
        "horizontal-flip", help: "mirrors some of the pictures, left for right"
    ) { fields in
        HorizontalFlip(
            probability: fields.optional(
                "probability", .number(0...1), default: 0.5, help: "how likely a picture is to be mirrored"))
    }

    package let probability: Double

    package init(probability: Double = 0.5) {
        self.probability = probability
    }

    package func outputShape(of shape: Shape) -> Shape { shape }

    package func apply(
        to picture: PictureView, into target: UnsafeMutableBufferPointer<UInt8>, _ random: inout KeyedRandom
    ) {
        guard Double(random.uniform()) < probability else { return applyInEvaluation(to: picture, into: target) }
        for row in 0..<picture.channels * picture.height {
            let start = row * picture.width
            let end = start + picture.width - 1
            for column in 0..<picture.width { target[start + column] = picture.bytes[end - column] }
        }
    }
}
