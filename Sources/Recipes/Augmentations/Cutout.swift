package import Pixels
package import SpecSyntax
import Tensors

/// Covers a square of the picture with one shade. Its middle is any pixel, so that at the edges less is covered.
///
/// Source: DeVries and Taylor, "Improved Regularization of Convolutional Neural Networks with Cutout", 2017, where the cover
/// is 0 after normalisation; the middle grey is near that for most sets.
package struct Cutout: Augmentation {
    package static let choice = ChoiceCase<any Augmentation>(
        "cutout", help: "covers a square of the picture, at a random place",
        relatives: ["randomerasing", "coarsedropout"]
    ) { fields in
        let usual = Cutout(size: Extent(1))
        return Cutout(
            size: fields.required("size", .extent(1...), help: "height and width of what is covered"),
            shade: fields.optional(
                "shade", .integer(0...255), default: usual.shade, help: "byte that covers it: 0 is black, 255 white"))
    }

    package let size: Extent
    package let shade: Int

    package init(size: Extent, shade: Int = 128) {
        self.size = size
        self.shade = shade
    }

    package func apply(
        to picture: PictureView, into target: UnsafeMutableBufferPointer<UInt8>, _ draws: inout PictureDraws
    ) {
        applyInEvaluation(to: picture, into: target)
        let rows = covered(size.height, of: picture.height, middle: draws.random.below(picture.height))
        let columns = covered(size.width, of: picture.width, middle: draws.random.below(picture.width))
        for channel in 0..<picture.channels {
            for row in rows {
                let start = (channel * picture.height + row) * picture.width
                for column in columns { target[start + column] = UInt8(shade) }
            }
        }
    }

    private func covered(_ length: Int, of all: Int, middle: Int) -> Range<Int> {
        let first = middle - length / 2
        return max(0, first)..<min(all, first + length)
    }
}
