import CPNG
import Glibc
package import Tensors

/// Pictures as PNG files, through libpng: eight bits a value, no metadata.
package enum PNG {
    /// A picture as the bytes of a file.
    ///
    /// - Parameters:
    ///   - pixels: `[height, width, channels]`.
    ///   - channels: 1 for grey, 3 for red, green and blue.
    /// - Precondition: as many pixels as these lengths say, one at least; each length less than 2³¹.
    /// - Throws: `OutOfMemory`
    package static func bytes(
        _ pixels: [UInt8], width: Int, height: Int, channels: Int
    ) throws(OutOfMemory) -> [UInt8] {
        precondition(width > 0 && height > 0 && [1, 3].contains(channels))
        precondition(pixels.count == width * height * channels)
        var (bytes, count): (UnsafeMutablePointer<UInt8>?, Int) = (nil, 0)
        var message = [CChar](repeating: 0, count: Int(CPNG_MESSAGE_LENGTH))
        let status = cpng_encode(pixels, UInt32(width), UInt32(height), Int32(channels), &bytes, &count, &message)
        defer { free(bytes) }
        guard status != CpngOutOfMemory else { throw OutOfMemory(byteCount: pixels.count) }
        precondition(status == CpngGood, "a picture of sound lengths can be written")
        return Array(UnsafeBufferPointer(start: bytes, count: count))
    }
}
