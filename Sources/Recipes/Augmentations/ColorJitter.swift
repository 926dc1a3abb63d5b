package import Pixels
package import SpecSyntax
package import Tensors

/// Changes brightness, contrast, saturation and hue, each by a random amount and in a random order; see `ColourChange.swift`.
///
/// The factors are uniform from `1 − x` (at least 0) to `1 + x`, the hue moves by up to `hue` of the circle of colours either
/// way, as in torchvision.
package struct ColorJitter: Augmentation {
    package static let choice = ChoiceCase<any Augmentation>(
        "color-jitter", help: "changes brightness, contrast, saturation and hue by random amounts",
        aliases: ["colourjitter"], relatives: ["randombrightness", "randomcontrast"]
    ) { fields in
        let usual = ColorJitter()
        func strength(_ name: String, _ value: Double, most: Double, help: String) -> Double {
            fields.optional(name, .number(0...most), default: value, help: help)
        }
        return ColorJitter(
            brightness: strength(
                "brightness", usual.brightness, most: 10, help: "the factor is from 1 − this to 1 + this"),
            contrast: strength(
                "contrast", usual.contrast, most: 10, help: "the factor is from 1 − this to 1 + this"),
            saturation: strength(
                "saturation", usual.saturation, most: 10, help: "the factor is from 1 − this to 1 + this"),
            hue: strength("hue", usual.hue, most: 0.5, help: "part of the circle of colours, either way"))
    }

    package let brightness: Double
    package let contrast: Double
    package let saturation: Double
    package let hue: Double

    package init(brightness: Double = 0, contrast: Double = 0, saturation: Double = 0, hue: Double = 0) {
        self.brightness = brightness
        self.contrast = contrast
        self.saturation = saturation
        self.hue = hue
    }

    package func outputShape(of shape: Shape) throws(DataError) -> Shape {
        try shape.havingColours(for: "color-jitter")
    }

    package func apply(
        to picture: PictureView, into target: UnsafeMutableBufferPointer<UInt8>, _ draws: inout PictureDraws
    ) {
        let changing = ChangingPicture(copying: picture, into: target)
        let order = draws.random.permutation(of: 4)
        let factors = [brightness, contrast, saturation].map { strength in
            Double(draws.random.uniform(Float(max(0, 1 - strength)), Float(1 + strength)))
        }
        let part = Double(draws.random.uniform(Float(-hue), Float(hue)))
        for change in order {
            switch change {
            case 0: if brightness > 0 { changing.adjustBrightness(factors[0]) }
            case 1: if contrast > 0 { changing.adjustContrast(factors[1]) }
            case 2: if saturation > 0 { changing.adjustSaturation(factors[2]) }
            default: if hue > 0 { changing.adjustHue(part) }
            }
        }
    }
}

extension Shape {
    /// The same, if it is of pictures in grey or in red, green and blue.
    func havingColours(for name: String) throws(DataError) -> Shape {
        guard self[0] == 1 || self[0] == 3 else {
            throw DataError(
                "`\(name)` changes pictures of 1 channel or of 3, red, green and blue, found \(self[0])",
                help: "leave `\(name)` out")
        }
        return self
    }
}
