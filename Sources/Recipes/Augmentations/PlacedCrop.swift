import Pixels
import SpecSyntax
import Tensors

/// Where a window is cut out of a picture when a network is evaluated.
package enum CropPlace: Hashable, Sendable, CaseIterable {
    case middle, topLeft, topRight, bottomLeft, bottomRight
}

/// A `random-crop` that evaluation sees at another place than the middle.
struct PlacedCrop: Augmentation {
    static let choice = RandomCrop.choice

    let crop: RandomCrop
    let place: CropPlace

    var outputSize: Extent? { crop.outputSize }

    func outputShape(of shape: Shape) throws(DataError) -> Shape { try crop.outputShape(of: shape) }

    func apply(
        to picture: PictureView, into target: UnsafeMutableBufferPointer<UInt8>, _ draws: inout PictureDraws
    ) {
        crop.apply(to: picture, into: target, &draws)
    }

    func applyInEvaluation(to picture: PictureView, into target: UnsafeMutableBufferPointer<UInt8>) {
        let rows = picture.height + 2 * crop.padding.height - crop.size.height
        let columns = picture.width + 2 * crop.padding.width - crop.size.width
        let (top, left) =
            switch place {
            case .middle: (rows / 2, columns / 2)
            case .topLeft: (0, 0)
            case .topRight: (0, columns)
            case .bottomLeft: (rows, 0)
            case .bottomRight: (rows, columns)
            }
        crop.cut(picture, top: top - crop.padding.height, left: left - crop.padding.width, into: target)
    }
}

extension DataSettings {
    /// The same, but that evaluation sees the pictures cut at another place; nil where no `random-crop` has room to choose one.
    package func cutting(at place: CropPlace) -> DataSettings? {
        var (shape, hasRoom, placed) = (leastShape, cutHasRoom, augmentations)
        for (index, augmentation) in augmentations.enumerated() {
            guard let arriving = shape, !augmentation.takesAnySize || fit == nil else {
                shape = augmentation.outputSize.map { [source.channels, $0.height, $0.width] }
                continue
            }
            if let crop = augmentation as? RandomCrop {
                let room = [arriving[1] + 2 * crop.padding.height, arriving[2] + 2 * crop.padding.width]
                hasRoom = hasRoom || room != [crop.size.height, crop.size.width]
                placed[index] = PlacedCrop(crop: crop, place: place)
            }
            shape = (try? augmentation.outputShape(of: arriving)) ?? arriving
        }
        guard hasRoom else { return nil }
        var settings = self
        settings.augmentations = placed
        settings.cutPlace = place
        return settings
    }

    /// The shape of a picture before the augmentations, or of one of several the least; nil where that is not known.
    private var leastShape: Shape? { fit.map { [$0.channels, $0.box.height, $0.box.width] } ?? source.shape }

    /// Whether the middle that is cut out of resized pictures could be another part.
    private var cutHasRoom: Bool { fit.map { $0.box != $0.size } ?? false }
}
