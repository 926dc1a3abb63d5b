import CZlib
import Files

/// Pictures as PNG files (W3C, Portable Network Graphics, second edition): eight bits a value, no filters, no metadata.
package enum PNG {
    private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    /// A picture as the bytes of a file.
    ///
    /// - Parameters:
    ///   - pixels: `[height, width, channels]`.
    ///   - channels: 1 for grey, 3 for red, green and blue.
    /// - Precondition: as many pixels as these lengths say, one at least.
    package static func bytes(_ pixels: [UInt8], width: Int, height: Int, channels: Int) -> [UInt8] {
        precondition(width > 0 && height > 0 && [1, 3].contains(channels))
        precondition(pixels.count == width * height * channels)
        let rowLength = width * channels
        // Before each row the number of its filter: none.
        let rows = (0..<height).flatMap { [0] + pixels[$0 * rowLength..<($0 + 1) * rowLength] }
        let colourType: UInt8 = channels == 1 ? 0 : 2
        let header = bigEndian(width) + bigEndian(height) + [8, colourType, 0, 0, 0]
        return signature + chunk("IHDR", header) + chunk("IDAT", compressed(rows)) + chunk("IEND", [])
    }

    private static func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
        let content = Array(type.utf8) + data
        var crc = CRC32()
        crc.add(content)
        return bigEndian(data.count) + content + bigEndian(Int(crc.value))
    }

    private static func bigEndian(_ number: Int) -> [UInt8] {
        withUnsafeBytes(of: UInt32(truncatingIfNeeded: number).bigEndian) { Array($0) }
    }

    private static func compressed(_ bytes: [UInt8]) -> [UInt8] {
        var length = compressBound(uLong(bytes.count))
        var result = [UInt8](repeating: 0, count: Int(length))
        let code = compress2(&result, &length, bytes, uLong(bytes.count), Z_DEFAULT_COMPRESSION)
        precondition(code == Z_OK, "there is room for it")
        return Array(result[..<Int(length)])
    }
}
