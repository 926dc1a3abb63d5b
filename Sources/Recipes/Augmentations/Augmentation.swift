package import Pixels
package import SpecSyntax
package import Tensors

/// A random change to the pictures that a network learns from, in bytes and before normalisation.
package protocol Augmentation: Sendable {
    /// The name in specs, one line of help, and how the fields are read.
    static var choice: ChoiceCase<any Augmentation> { get }

    /// The size that every picture has afterwards, whatever size arrives; nil where that depends on what arrives.
    var outputSize: Extent? { get }

    /// Whether it is made for pictures of any size, of which it makes one: pictures need not be resized for it, and in
    /// evaluation others have the middle cut out in its place.
    var takesAnySize: Bool { get }

    /// The shape `[C, H, W]` that pictures of a shape have afterwards.
    ///
    /// - Throws: `DataError` when the change does not suit the shape.
    func outputShape(of shape: Shape) throws(DataError) -> Shape

    /// Writes the changed picture, as many bytes as `outputShape` has elements. All that is random comes from `draws`.
    func apply(to picture: PictureView, into target: UnsafeMutableBufferPointer<UInt8>, _ draws: inout PictureDraws)

    /// Writes the picture as it is shown outside of training, in the same shape: unchanged where that is possible.
    func applyInEvaluation(to picture: PictureView, into target: UnsafeMutableBufferPointer<UInt8>)
}

extension Augmentation {
    package var outputSize: Extent? { nil }

    package var takesAnySize: Bool { false }

    package func outputShape(of shape: Shape) throws(DataError) -> Shape { shape }

    package func applyInEvaluation(to picture: PictureView, into target: UnsafeMutableBufferPointer<UInt8>) {
        _ = target.update(fromContentsOf: picture.bytes)
    }
}

/// What the change of one picture in one epoch draws from.
package struct PictureDraws: Sendable {
    package let epoch: Int
    /// A stream of this epoch's.
    package var random: KeyedRandom
    /// A stream that is the same in every epoch.
    package var lasting: KeyedRandom

    /// - Parameters:
    ///   - sample: the number of the picture in its split.
    ///   - place: of the augmentation in its list.
    package init(seed: UInt64, epoch: Int, sample: Int, place: Int) {
        self.epoch = epoch
        random = KeyedRandom(seed: seed, purpose: .augmentation, epoch, sample, place)
        lasting = KeyedRandom(seed: seed, purpose: .augmentation, -1, sample, place)
    }
}

/// Every augmentation that specs can name. A new one adds its file and its line here.
package enum AugmentationCatalogue {
    package static let choices: [ChoiceCase<any Augmentation>] = [
        RandomCrop.choice,
        RandomResizedCrop.choice,
        HorizontalFlip.choice,
        AlternatingFlip.choice,
        VerticalFlip.choice,
        Cutout.choice,
        ColorJitter.choice,
        Rotation.choice,
        TrivialAugment.choice,
    ]
}
