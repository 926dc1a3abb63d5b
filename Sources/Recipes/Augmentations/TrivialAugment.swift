package import Pixels
package import SpecSyntax
package import Tensors

/// One change out of fourteen, of one of 31 strengths, drawn for each picture.
///
/// The wide space of Müller and Hutter, "TrivialAugment: Tuning-free Yet State-of-the-Art Data Augmentation", ICCV 2021, as
/// torchvision has it: shears to 0.99, moves to 32 pixels, turns to 135°, factors of brightness, colour, contrast and
/// sharpness from 0.01 to 1.99, posterising to 2 bits, solarising from 255 down.
package struct TrivialAugment: Augmentation {
    package static let choice = ChoiceCase<any Augmentation>(
        "trivial-augment", help: "one random change of random strength: TrivialAugment, wide",
        aliases: ["trivialaugmentwide"]
    ) { _ in TrivialAugment() }

    package init() {}

    package enum Change: String, CaseIterable, Sendable {
        case identity, shearX, shearY, translateX, translateY, rotate, brightness, color, contrast, sharpness, posterize
        case solarize, autoContrast, equalize

        package var isSigned: Bool {
            switch self {
            case .identity, .posterize, .solarize, .autoContrast, .equalize: false
            default: true
            }
        }

        /// - Parameter bin: from 0 to 30.
        package func magnitude(_ bin: Int) -> Double {
            let part = Double(bin) / 30
            return switch self {
            case .identity, .autoContrast, .equalize: 0
            case .translateX, .translateY: 32 * part
            case .rotate: 135 * part
            case .posterize: 8 - (Double(bin) / 5).rounded(.toNearestOrEven)
            case .solarize: 255 - 255 * part
            default: 0.99 * part
            }
        }

        /// Writes a picture changed with a magnitude, its sign included.
        package func write(
            _ picture: PictureView, _ magnitude: Double, into target: UnsafeMutableBufferPointer<UInt8>
        ) {
            switch self {
            case .shearX: AffineMap.horizontalShear(magnitude, height: picture.height).write(picture, into: target)
            case .shearY: AffineMap.verticalShear(magnitude, width: picture.width).write(picture, into: target)
            case .translateX: AffineMap.translation(right: Int(magnitude), down: 0).write(picture, into: target)
            case .translateY: AffineMap.translation(right: 0, down: Int(magnitude)).write(picture, into: target)
            case .rotate: AffineMap.rotation(degrees: magnitude).write(picture, into: target)
            case .sharpness: picture.writeSharpened(1 + magnitude, into: target)
            default: change(ChangingPicture(copying: picture, into: target), magnitude)
            }
        }

        private func change(_ picture: ChangingPicture, _ magnitude: Double) {
            switch self {
            case .brightness: picture.adjustBrightness(1 + magnitude)
            case .color: picture.adjustSaturation(1 + magnitude)
            case .contrast: picture.adjustContrast(1 + magnitude)
            case .posterize: picture.posterize(bits: Int(magnitude))
            case .solarize: picture.solarize(from: magnitude)
            case .autoContrast: picture.stretchContrast()
            case .equalize: picture.equalize()
            default: break
            }
        }
    }

    package func outputShape(of shape: Shape) throws(DataError) -> Shape {
        try shape.havingColours(for: "trivial-augment")
    }

    package func apply(
        to picture: PictureView, into target: UnsafeMutableBufferPointer<UInt8>, _ draws: inout PictureDraws
    ) {
        let change = Change.allCases[draws.random.below(Change.allCases.count)]
        let magnitude = change.magnitude(draws.random.below(31))
        let isNegative = draws.random.below(2) == 1 && change.isSigned
        change.write(picture, isNegative ? -magnitude : magnitude, into: target)
    }
}
