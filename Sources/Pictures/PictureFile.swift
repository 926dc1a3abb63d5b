package import Pixels
package import Tensors

/// A picture file in memory, whose header is sound: JPEG, PNG or WebP, told by its contents.
///
/// A picture comes as it is to be seen, turned by its EXIF orientation, and otherwise as Pillow's `convert("RGB")` and
/// `convert("L")` give it, which is what networks are usually trained on with PyTorch:
///
/// - alpha is left out, and the colours below it stay as they are; nothing is blended with a background;
/// - of 16 bits the upper 8 are taken; bits fewer than 8 are spread over 0…255;
/// - a palette becomes its colours; four inks become colours without a profile; profiles and gammas are not looked at;
/// - grey is `(19595 · red + 38470 · green + 7471 · blue + 32768) >> 16` of a picture in colour, and red, green and blue alike
///   of a grey one;
/// - of an animation it is the first frame.
///
/// A picture that is damaged or cut short is an error, also where the library could guess the rest of it.
package struct PictureFile: Sendable {
    package let header: PictureHeader
    let bytes: [UInt8]

    /// As many pixels as there may be where nobody says otherwise: 16,384 × 16,384.
    package static let usualPixelLimit = 1 << 28

    /// - Parameter pixelLimit: a picture of more is refused before memory for it is taken.
    /// - Throws: `PictureError` for what is no such picture or has no sound header, `OutOfMemory`
    package init(_ bytes: [UInt8], pixelLimit: Int = usualPixelLimit) throws {
        let header = try PictureFormat(of: bytes).decoder.header(of: bytes)
        guard header.size.area <= pixelLimit else {
            throw PictureError.tooManyPixels(width: header.size.width, height: header.size.height, limit: pixelLimit)
        }
        self.header = header
        self.bytes = bytes
    }

    /// The shape `[channels, height, width]` that the decoded picture has: of the header's size, or of a half, a fourth or an
    /// eighth of it, rounded up, the smallest that is not below `atLeast` on either axis. Only JPEGs are made smaller.
    package func shape(channels: Int, atLeast: PictureSize? = nil) -> Shape {
        let size = part(atLeast: atLeast).size
        return [channels, size.height, size.width]
    }

    /// Decodes the picture to `[channels, height, width]`, as many bytes as `shape(channels:atLeast:)` has.
    ///
    /// - Parameters:
    ///   - channels: 3 for red, green and blue, 1 for grey.
    ///   - atLeast: nil for all pixels. Otherwise a JPEG may come at a half, a fourth or an eighth of its size, decoded in a part
    ///     of the time. To resize the picture afterwards ask for at least twice the target: then hardly anything differs.
    /// - Throws: `PictureError` for pixels that are damaged or cut short, `OutOfMemory`
    package func decode(
        channels: Int, atLeast: PictureSize? = nil, into target: UnsafeMutableBufferPointer<UInt8>
    ) throws {
        try decode(channels: channels, part: part(atLeast: atLeast), into: target)
    }

    /// The same, in memory of its own.
    ///
    /// - Throws: `PictureError`, `OutOfMemory`
    package func decoded(channels: Int, atLeast: PictureSize? = nil) throws -> DecodedPicture {
        try decoded(channels: channels, part: part(atLeast: atLeast))
    }
}
