package import Pixels
package import SpecSyntax
package import Tensors

/// Cuts a window out of the picture, which is first surrounded by black, by its edge or by its mirror image.
///
/// Every place of the window is equally likely; outside of training it is the middle. Black is byte 0, so padding comes
/// before normalisation, as in torchvision. `reflect` mirrors without repeating the edge: `c b | a b c | b a`.
package struct RandomCrop: Augmentation {
    package static let choice = ChoiceCase<any Augmentation>(
        "random-crop", help: "cuts a window out of the picture, at a random place",
        relatives: ["crop", "pad", "cropsize"]
    ) { fields in
        let usual = RandomCrop(size: Extent(1))
        return RandomCrop(
            size: fields.required("size", .extent(1...), help: "size of the window"),
            padding: fields.optional(
                "pad", .extent(0...), default: usual.padding, help: "pixels put around the picture, before it is cut"),
            filling: fields.optional(
                "fill", .word(["zero": .zero, "reflect": .reflect, "edge": .edge]), default: usual.filling,
                help: "what they show: black, the picture's mirror image, or the nearest pixel"))
    }

    package enum Filling: String, Sendable {
        case zero, reflect, edge
    }

    package let size: Extent
    package let padding: Extent
    package let filling: Filling

    package init(size: Extent, padding: Extent = Extent(0), filling: Filling = .zero) {
        self.size = size
        self.padding = padding
        self.filling = filling
    }

    package var outputSize: Extent? { size }

    package func outputShape(of shape: Shape) throws(DataError) -> Shape {
        guard padding.height <= shape[1], padding.width <= shape[2] else {
            throw DataError(
                "`pad` of `random-crop` must not exceed the picture's \(shape[1])×\(shape[2]), found \(padding)",
                help: "write `pad: \(min(shape[1], shape[2]))` or less")
        }
        if filling == .reflect, padding.height >= shape[1] || padding.width >= shape[2] {
            throw DataError(
                "`pad` of `random-crop` with `fill: reflect` must be less than the picture's \(shape[1])×\(shape[2]), "
                    + "found \(padding)", help: "write `pad: \(min(shape[1], shape[2]) - 1)` or less")
        }
        let (height, width) = (shape[1] + 2 * padding.height, shape[2] + 2 * padding.width)
        guard size.height <= height, size.width <= width else {
            throw DataError(
                "`size` of `random-crop` must fit into the padded picture's \(height)×\(width), found \(size)",
                help: "make `size` smaller or `pad` larger")
        }
        return [shape[0], size.height, size.width]
    }

    package func apply(
        to picture: PictureView, into target: UnsafeMutableBufferPointer<UInt8>, _ draws: inout PictureDraws
    ) {
        let top = draws.random.below(picture.height + 2 * padding.height - size.height + 1) - padding.height
        let left = draws.random.below(picture.width + 2 * padding.width - size.width + 1) - padding.width
        cut(picture, top: top, left: left, into: target)
    }

    package func applyInEvaluation(to picture: PictureView, into target: UnsafeMutableBufferPointer<UInt8>) {
        let top = (picture.height + 2 * padding.height - size.height) / 2 - padding.height
        let left = (picture.width + 2 * padding.width - size.width) / 2 - padding.width
        cut(picture, top: top, left: left, into: target)
    }

    /// Copies the window whose upper left corner is at `top`, `left`.
    func cut(_ picture: PictureView, top: Int, left: Int, into target: UnsafeMutableBufferPointer<UInt8>) {
        if filling != .zero { return cutFilled(picture, top: top, left: left, into: target) }
        target.update(repeating: 0)
        let rows = max(0, -top)..<max(max(0, -top), min(size.height, picture.height - top))
        let columns = max(0, -left)..<max(max(0, -left), min(size.width, picture.width - left))
        for channel in 0..<picture.channels {
            for row in rows {
                let from = (channel * picture.height + row + top) * picture.width + left
                let to = (channel * size.height + row) * size.width
                for column in columns { target[to + column] = picture.bytes[from + column] }
            }
        }
    }

    private func cutFilled(
        _ picture: PictureView, top: Int, left: Int, into target: UnsafeMutableBufferPointer<UInt8>
    ) {
        var place = 0
        for channel in 0..<picture.channels {
            for row in top..<top + size.height {
                let start = (channel * picture.height + nearest(row, picture.height)) * picture.width
                for column in left..<left + size.width {
                    target[place] = picture.bytes[start + nearest(column, picture.width)]
                    place += 1
                }
            }
        }
    }

    /// The place in the picture that a place in or around it shows.
    private func nearest(_ place: Int, _ length: Int) -> Int {
        switch filling {
        case .reflect: place < 0 ? -place : place < length ? place : 2 * (length - 1) - place
        case .edge, .zero: max(0, min(length - 1, place))
        }
    }
}
