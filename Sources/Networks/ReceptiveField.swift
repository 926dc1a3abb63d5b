import Layers
package import SpecSyntax
import Tensors

/// The part of the picture that one place of a tensor depends on, padding counted: its height and width, and how far apart
/// in the picture those of neighbouring places begin.
///
/// From layer to layer `size ← size + (reach − 1) · stride` and `stride ← stride · layer's stride`, beginning with 1 and 1;
/// a layer that makes the picture larger divides the stride, down to 1 at least;
/// where paths join, that of the path with the largest field, axis by axis. It can be larger than the picture.
/// Source: Araujo, Norris and Sim, "Computing receptive fields of convolutional neural networks", Distill 2019.
package struct ReceptiveField: Hashable, Sendable {
    package let size: Extent
    /// Nil where a layer that sees everything stands before, so that there are no places to be apart.
    package let stride: Extent?

    /// Of the picture itself.
    package static let ofPicture = ReceptiveField(size: Extent(1), stride: Extent(1))
}

extension Network {
    /// The receptive field of each node, in their order.
    package var receptiveFields: [ReceptiveField] {
        var fields: [View] = []
        let picture = View(picture: inputShape.lengths)
        for node in nodes {
            let arriving = node.inputs.map { value in value.node.map { fields[$0] } ?? picture }
            let joined = arriving.dropFirst().reduce(arriving[0]) { $0.joined(with: $1) }
            fields.append(joined.through(node.layer.sight(node.inputShapes), to: node.outputShape.lengths))
        }
        return fields.map(\.field)
    }
}

/// What a tensor's places see of the picture.
private struct View {
    /// One axis: the field's length, the distance between neighbours, how many places there are.
    struct Axis {
        let size: Int
        let stride: Int
        let places: Int

        func through(reach: Int, stride step: Int, to places: Int) -> Axis {
            Axis(
                size: size.saturatingPlus((reach - 1).saturatingTimes(stride)), stride: stride.saturatingTimes(step),
                places: places)
        }

        /// Of neighbours nearer to each other than the picture's pixels nothing is said but that they are neighbours.
        func through(reach: Int, scale: Int, to places: Int) -> Axis {
            Axis(
                size: size.saturatingPlus((reach - 1).saturatingTimes(stride)), stride: max(1, stride / scale),
                places: places)
        }
    }

    let height: Axis
    let width: Axis
    let hasPlaces: Bool

    init(height: Axis, width: Axis, hasPlaces: Bool) {
        self.height = height
        self.width = width
        self.hasPlaces = hasPlaces
    }

    init(picture lengths: [Int]) {
        height = Axis(size: 1, stride: 1, places: lengths[1])
        width = Axis(size: 1, stride: 1, places: lengths[2])
        hasPlaces = true
    }

    var field: ReceptiveField {
        ReceptiveField(
            size: Extent(height: height.size, width: width.size),
            stride: hasPlaces ? Extent(height: height.stride, width: width.stride) : nil)
    }

    func joined(with other: View) -> View {
        View(
            height: other.height.size > height.size ? other.height : height,
            width: other.width.size > width.size ? other.width : width, hasPlaces: hasPlaces && other.hasPlaces)
    }

    /// - Parameter lengths: the output's; a picture's, or those of something whose places the input tells.
    func through(_ sight: Sight, to lengths: [Int]) -> View {
        switch sight {
        case .place: self
        case .window(let reach, let stride):
            View(
                height: height.through(reach: reach.height, stride: stride.height, to: lengths[1]),
                width: width.through(reach: reach.width, stride: stride.width, to: lengths[2]), hasPlaces: hasPlaces)
        case .finer(let reach, let scale):
            View(
                height: height.through(reach: reach.height, scale: scale.height, to: lengths[1]),
                width: width.through(reach: reach.width, scale: scale.width, to: lengths[2]), hasPlaces: hasPlaces)
        case .everything:
            View(
                height: height.through(reach: height.places, stride: 1, to: 1),
                width: width.through(reach: width.places, stride: 1, to: 1), hasPlaces: false)
        }
    }
}
