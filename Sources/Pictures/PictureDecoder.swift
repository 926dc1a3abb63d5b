import Pixels

/// How a format is decoded: one for each, which alone knows its library.
protocol PictureDecoder {
    /// - Throws: `PictureError`, `OutOfMemory`
    static func header(of bytes: [UInt8]) throws -> PictureHeader

    /// How many planes are decoded of a file with so many channels: 1 grey, 3 red, green and blue, 4 cyan, magenta, yellow and
    /// black.
    static func planeCount(ofChannels channels: Int) -> Int

    /// Whether the library can decode at a half, a fourth, an eighth of the size, and a part alone.
    static var decodesParts: Bool { get }

    /// Decodes into planes one behind the other, as many bytes as `planes` has, as the picture lies in the file.
    ///
    /// - Parameters:
    ///   - denominator: 1, or where the library can do so 2, 4 or 8: lengths are divided by it, rounded up.
    ///   - part: of the picture at that size; all of it where the library decodes no parts.
    /// - Throws: `PictureError`, `OutOfMemory`
    static func decode(
        _ bytes: [UInt8], denominator: Int, part: PictureWindow, into planes: UnsafeMutableBufferPointer<UInt8>) throws
}

extension PictureFormat {
    var decoder: any PictureDecoder.Type {
        switch self {
        case .jpeg: JPEGDecoder.self
        case .png: PNGDecoder.self
        case .webp: WebPDecoder.self
        }
    }
}
