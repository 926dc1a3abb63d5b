package import Pixels
package import SpecSyntax
package import Tensors

/// Cuts the network's size out of a resized picture: the middle, or where an evaluation looks at several places, one of those.
package struct MiddleCut: Augmentation {
    package static let choice = RandomCrop.choice

    package let fit: PictureFit
    package let place: CropPlace

    package var outputSize: Extent? { fit.size }

    package func outputShape(of shape: Shape) throws(DataError) -> Shape {
        guard fit.size.height <= shape[1], fit.size.width <= shape[2] else {
            throw DataError(
                "the network's \(fit.size.height)×\(fit.size.width) must fit into the picture's \(shape[1])×\(shape[2])",
                help: "let the augmentations give larger pictures")
        }
        return [shape[0], fit.size.height, fit.size.width]
    }

    package func apply(
        to picture: PictureView, into target: UnsafeMutableBufferPointer<UInt8>, _ draws: inout PictureDraws
    ) {
        applyInEvaluation(to: picture, into: target)
    }

    package func applyInEvaluation(to picture: PictureView, into target: UnsafeMutableBufferPointer<UInt8>) {
        let window = fit.window(at: place, in: PictureSize(height: picture.height, width: picture.width))
        RandomCrop(size: fit.size).cut(picture, top: window.top, left: window.left, into: target)
    }
}
