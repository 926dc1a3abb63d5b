package import Pixels
package import SpecSyntax
import Tensors

/// Mirrors some of the pictures, top for bottom.
package struct VerticalFlip: Augmentation {
    package static let choice = ChoiceCase<any Augmentation>(
        "vertical-flip", help: "mirrors some of the pictures, top for bottom",
        aliases: ["randomverticalflip", "vflip", "flipud"]
    ) { fields in VerticalFlip(probability: fields.flipProbability(default: VerticalFlip().probability)) }

    package let probability: Double

    package init(probability: Double = 0.5) {
        self.probability = probability
    }

    package func apply(
        to picture: PictureView, into target: UnsafeMutableBufferPointer<UInt8>, _ draws: inout PictureDraws
    ) {
        guard Double(draws.random.uniform()) < probability else {
            return applyInEvaluation(to: picture, into: target)
        }
        for channel in 0..<picture.channels {
            for row in 0..<picture.height {
                let from = (channel * picture.height + picture.height - 1 - row) * picture.width
                let to = (channel * picture.height + row) * picture.width
                for column in 0..<picture.width { target[to + column] = picture.bytes[from + column] }
            }
        }
    }
}
