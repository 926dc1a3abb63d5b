import Pixels
import Tensors

extension PictureFile {
    /// Decodes a part of the picture to `[channels, height, width]` of the part's size; of a JPEG in less time than all of it.
    ///
    /// What lies below the part in the file is not looked at where that saves time, except for the mark of the picture's end.
    ///
    /// - Parameter channels: 3 for red, green and blue, 1 for grey.
    /// - Throws: `PictureError` for pixels that are damaged or cut short, `OutOfMemory`
    package func decode(
        channels: Int, part: PicturePart, into target: UnsafeMutableBufferPointer<UInt8>
    ) throws {
        precondition(channels == 1 || channels == 3, "pictures are decoded in grey or in colour")
        precondition(target.count == channels * part.size.area, "the picture fits exactly")
        let whole = whole(denominator: part.denominator)
        guard header.format.decoder.decodesParts || part.window == whole else {
            let picture = try decoded(channels: channels)
            return picture.withView { $0.write(part.window, into: target) }
        }
        let stored = header.orientation.stored(part.window, of: whole.size)
        guard header.orientation != .upright else {
            return try decode(channels, part.denominator, stored: stored, into: target)
        }
        let picture = try DecodedPicture(shape: [channels, stored.height, stored.width])
        try decode(channels, part.denominator, stored: stored, into: picture.bytes)
        picture.withView { header.orientation.write($0, into: target) }
    }

    /// The same, in memory of its own.
    ///
    /// - Throws: `PictureError`, `OutOfMemory`
    package func decoded(channels: Int, part: PicturePart) throws -> DecodedPicture {
        let picture = try DecodedPicture(shape: [channels, part.size.height, part.size.width])
        try decode(channels: channels, part: part, into: picture.bytes)
        return picture
    }

    /// Decodes a part as it lies in the file.
    private func decode(
        _ channels: Int, _ denominator: Int, stored part: PictureWindow,
        into target: UnsafeMutableBufferPointer<UInt8>
    ) throws {
        let decoder = header.format.decoder
        let planes = decoder.planeCount(ofChannels: header.channels)
        guard planes != channels else {
            return try decoder.decode(bytes, denominator: denominator, part: part, into: target)
        }
        let picture = try DecodedPicture(shape: [planes, part.height, part.width])
        try decoder.decode(bytes, denominator: denominator, part: part, into: picture.bytes)
        picture.withView { convert($0.bytes, planes, to: channels, into: target) }
    }
}
