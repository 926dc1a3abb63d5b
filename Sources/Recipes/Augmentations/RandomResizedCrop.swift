import Glibc
package import Pixels
package import SpecSyntax
package import Tensors

/// Cuts a window of random size and shape out of the picture and brings it to one size: what networks for ImageNet learn
/// from (Szegedy et al., "Going Deeper with Convolutions", 2015).
///
/// The window has `scale` of the picture's area, uniform, and `aspect` of width to height, uniform in its logarithm; where ten
/// draws do not fit into the picture, it is the largest in the middle whose shape is allowed. Outside of training it is the
/// middle, `central` of the longest side that fits. It is brought to size with a triangle filter; see `Resampling`. All as in
/// torchvision.
package struct RandomResizedCrop: Augmentation {
    package static let choice = ChoiceCase<any Augmentation>(
        "random-resized-crop",
        help: "cuts a window of random size and shape out of the picture and brings it to one size",
        aliases: ["randomsizedcrop", "inceptioncrop"]
    ) { fields in
        let usual = RandomResizedCrop(size: Extent(1))
        return RandomResizedCrop(
            size: fields.required("size", .extent(1...), help: "size that pictures are brought to"),
            scale: fields.optional(
                "scale", .ascending(0.001...1), default: usual.scale,
                help: "least and greatest part of the picture's area"),
            ratio: fields.optional(
                "aspect", .ascending(0.05...20), default: usual.ratio,
                help: "least and greatest width divided by height"),
            central: fields.optional(
                "central", .number(0.01...1), default: usual.central,
                help:
                    "outside of training, the part of the longest side that fits which is shown; 0.875 is usual for ImageNet"
            ))
    }

    package let size: Extent
    package let scale: NumberPair
    package let ratio: NumberPair
    package let central: Double

    package init(
        size: Extent, scale: NumberPair = NumberPair(0.08, 1), ratio: NumberPair = NumberPair(3 / 4.0, 4 / 3.0),
        central: Double = 1
    ) {
        self.size = size
        self.scale = scale
        self.ratio = ratio
        self.central = central
    }

    package var outputSize: Extent? { size }

    package var takesAnySize: Bool { true }

    package func outputShape(of shape: Shape) -> Shape { [shape[0], size.height, size.width] }

    package func apply(
        to picture: PictureView, into target: UnsafeMutableBufferPointer<UInt8>, _ draws: inout PictureDraws
    ) {
        let window = window(of: PictureSize(height: picture.height, width: picture.width), &draws)
        Resampling(of: window, to: PictureSize(size)).write(picture, into: target)
    }

    /// The size that windows are brought to.
    package var pictureSize: PictureSize { PictureSize(size) }

    /// The window that is cut out of a picture of a size.
    package func window(of picture: PictureSize, _ draws: inout PictureDraws) -> PictureWindow {
        window(of: picture, &draws.random)
    }

    package func applyInEvaluation(to picture: PictureView, into target: UnsafeMutableBufferPointer<UInt8>) {
        // The largest window of the target's shape that fits, then a part of it.
        let fit =
            min(Double(picture.height) / Double(size.height), Double(picture.width) / Double(size.width)) * central
        let height = max(1, min(picture.height, Int((fit * Double(size.height)).rounded())))
        let width = max(1, min(picture.width, Int((fit * Double(size.width)).rounded())))
        let window = middle(
            of: PictureSize(height: picture.height, width: picture.width), height: height, width: width)
        Resampling(of: window, to: PictureSize(size)).write(picture, into: target)
    }

    private func window(of picture: PictureSize, _ random: inout KeyedRandom) -> PictureWindow {
        let logarithms = (least: log(ratio.least), greatest: log(ratio.greatest))
        for _ in 0..<10 {
            let area = Double(picture.area) * random.uniform(scale.least, scale.greatest)
            let aspect = exp(random.uniform(logarithms.least, logarithms.greatest))
            let width = Int((area * aspect).squareRoot().rounded(.toNearestOrEven))
            let height = Int((area / aspect).squareRoot().rounded(.toNearestOrEven))
            guard (1...picture.width).contains(width), (1...picture.height).contains(height) else { continue }
            return PictureWindow(
                top: random.below(picture.height - height + 1), left: random.below(picture.width - width + 1),
                height: height, width: width)
        }
        let own = Double(picture.width) / Double(picture.height)
        if own < ratio.least {
            let height = max(1, Int((Double(picture.width) / ratio.least).rounded(.toNearestOrEven)))
            return middle(of: picture, height: height, width: picture.width)
        }
        let width = max(1, Int((Double(picture.height) * ratio.greatest).rounded(.toNearestOrEven)))
        return middle(of: picture, height: picture.height, width: min(picture.width, width))
    }

    private func middle(of picture: PictureSize, height: Int, width: Int) -> PictureWindow {
        PictureWindow(
            top: (picture.height - height) / 2, left: (picture.width - width) / 2, height: height, width: width)
    }
}

extension KeyedRandom {
    /// Uniform in `low ..< high`.
    fileprivate mutating func uniform(_ low: Double, _ high: Double) -> Double {
        low + (high - low) * Double(uniform())
    }
}
