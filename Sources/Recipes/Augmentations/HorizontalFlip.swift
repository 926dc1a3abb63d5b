package import Pixels
package import SpecSyntax
import Tensors

/// Mirrors some of the pictures, left for right.
package struct HorizontalFlip: Augmentation {
    package static let choice = ChoiceCase<any Augmentation>(
        "horizontal-flip", help: "mirrors some of the pictures, left for right",
        aliases: ["randomflip", "randomhorizontalflip", "flip", "mirror", "hflip", "fliplr"]
    ) { fields in HorizontalFlip(probability: fields.flipProbability(default: HorizontalFlip().probability)) }

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
        picture.writeMirrored(into: target)
    }
}

extension FieldReader {
    /// How likely a picture is to be mirrored.
    func flipProbability(default value: Double) -> Double {
        optional("probability", .number(0...1), default: value, help: "how likely a picture is to be mirrored")
    }
}

extension PictureView {
    /// Writes the picture left for right.
    func writeMirrored(into target: UnsafeMutableBufferPointer<UInt8>) {
        for row in 0..<channels * height {
            let start = row * width
            let end = start + width - 1
            for column in 0..<width { target[start + column] = bytes[end - column] }
        }
    }
}
