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
        guard header.orientation != .upright else { return try decode(channels, stored: part, into: target) }
        let picture = try DecodedPicture(shape: [channels, part.stored.height, part.stored.width])
        try decode(channels, stored: part, into: picture.bytes)
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

    /// Bytes of memory that a file may take to be decoded, all counted that is needed beside the file: 1 GiB.
    package static let mostDecodingBytes = 1 << 30

    /// Bytes of memory that decoding a part takes at most, what is written counted, and the file not.
    ///
    /// - Precondition: the picture has fewer than 2⁵⁶ pixels.
    package func decodingByteCount(channels: Int, part: PicturePart) -> Int {
        let decoder = header.format.decoder
        let (area, isWhole) = (part.size.area, part.size.area == header.size.area)
        let decodedArea = decoder.decodesParts ? area : header.size.area
        let planes = decoder.planeCount(ofChannels: header.channels)
        return channels * area + header.decoderByteCount + (planes == channels ? 0 : planes * decodedArea)
            + (decoder.decodesParts || isWhole ? 0 : channels * decodedArea)
            + (header.orientation == .upright ? 0 : channels * area)
    }

    /// Decodes a part as it lies in the file.
    private func decode(
        _ channels: Int, stored part: PicturePart, into target: UnsafeMutableBufferPointer<UInt8>
    ) throws {
        let all = header.orientation.swapsAxes ? header.size.transposed : header.size
        guard header.format.decoder.decodesParts || part.stored.size == all else {
            let picture = try DecodedPicture(shape: [channels, all.height, all.width])
            try decode(channels, 1, PictureWindow(allOf: all), into: picture.bytes)
            return picture.withView { $0.write(part.stored, into: target) }
        }
        try decode(channels, part.denominator, part.stored, into: target)
    }

    private func decode(
        _ channels: Int, _ denominator: Int, _ part: PictureWindow, into target: UnsafeMutableBufferPointer<UInt8>
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
