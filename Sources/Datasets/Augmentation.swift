package import SpecSyntax
package import Tensors

/// A random change to the pictures that a network learns from, in bytes and before normalisation.
package protocol Augmentation: Sendable {
    /// The name in specs, one line of help, and how the fields are read.
    static var choice: ChoiceCase<any Augmentation> { get }

    /// The shape `[C, H, W]` that pictures of a shape have afterwards.
    ///
    /// - Throws: `DataError` when the change does not suit the shape.
    func outputShape(of shape: Shape) throws(DataError) -> Shape

    /// Writes the changed picture, as many bytes as `outputShape` has elements. All that is random comes from `random`.
    func apply(to picture: PictureView, into target: UnsafeMutableBufferPointer<UInt8>, _ random: inout KeyedRandom)

    /// Writes the picture as it is shown outside of training, in the same shape: unchanged where that is possible.
    func applyInEvaluation(to picture: PictureView, into target: UnsafeMutableBufferPointer<UInt8>)
}

extension Augmentation {
    package func applyInEvaluation(to picture: PictureView, into target: UnsafeMutableBufferPointer<UInt8>) {
        _ = target.update(fromContentsOf: picture.bytes)
    }
}

/// A picture to read from: `[channels, height, width]`.
package struct PictureView {
    package let channels: Int
    package let height: Int
    package let width: Int
    package let bytes: UnsafeBufferPointer<UInt8>

    package init(_ bytes: UnsafeBufferPointer<UInt8>, shape: Shape) {
        (channels, height, width) = (shape[0], shape[1], shape[2])
        self.bytes = bytes
    }
}

/// Every augmentation that specs can name. A new one adds its file and its line here.
package enum AugmentationCatalogue {
    package static let choices: [ChoiceCase<any Augmentation>] = [
        RandomCrop.choice,
        HorizontalFlip.choice,
    ]
}
