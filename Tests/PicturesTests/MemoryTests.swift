import Pictures
import Pixels
import Testing

@Suite("memory to decode pictures") struct MemoryTests {
    /// Of 65,500×65,500, the most that libjpeg takes, colours at half the lengths: 8,188² blocks of brightness and twice 4,094² of
    /// colour, 128 bytes each, and 64 rows of three times 65,504 bytes.
    private static let most = (8_188 * 8_188 + 2 * 4_094 * 4_094) * 128 + 64 * 3 * 65_504

    /// A progressive JPEG whose header tells of that size, and ends after the first scan.
    private func forged() throws -> [UInt8] {
        var bytes = try PictureFixture.bytes("progressive.jpg")
        let frame = try #require(bytes.indices.first { bytes[$0...].starts(with: [0xFF, 0xC2, 0x00, 0x11, 0x08]) })
        bytes.replaceSubrange(frame + 5..<frame + 9, with: [0xFF, 0xDC, 0xFF, 0xDC])
        let scans = bytes.indices.filter { bytes[$0...].starts(with: [0xFF, 0xDA]) }
        try #require(scans.count > 1)
        return bytes[..<scans[1]] + [0xFF, 0xD9]
    }

    /// However little of it is wanted.
    @Test func aPictureOfSeveralScansIsKeptWhole() throws {
        let file = try PictureFile(forged())
        let window = PictureWindow(top: 0, left: 0, height: 8, width: 8)
        let part = file.part(window, atLeast: PictureSize(height: 1, width: 1))
        #expect(file.decodingByteCount(channels: 3, part: part) == Self.most + 3)
        #expect(throws: PictureError.needsMemory(Self.most, limit: 1 << 30)) {
            try file.decoded(channels: 3, part: part)
        }
        #expect(
            PictureError.needsMemory(Self.most, limit: 1 << 30).description
                == "the picture must need at most 1024 MiB of memory to be decoded, and needs 12288 MiB")
    }

    /// Of 23×17 pixels, 391 in all: what is written, what it is made from, and what the decoder needs.
    @Test(arguments: [
        ("420.jpg", 3, 3 * 391 + 64 * 3 * 32), ("420.jpg", 1, 391 + 3 * 391 + 64 * 3 * 32),
        ("cmyk.jpg", 3, 3 * 391 + 4 * 391 + 64 * 4 * 32), ("exif-6.jpg", 3, 2 * 3 * 391 + 64 * 3 * 32),
        // Blocks: 4·4 of brightness, filled up to even numbers, and twice 2·2 of colour.
        ("progressive.jpg", 3, 3 * 391 + 24 * 128 + 64 * 3 * 32),
        ("rgb-8.png", 3, 3 * 391 + 32 * 23), ("rgb-interlaced.png", 3, 3 * 391 + 32 * 23 + 3 * 391 + 8 * 17),
        ("exif-5.webp", 3, 2 * 3 * 391 + 7 * 391 + 128 * 23 + 4_194_304),
        ("lossless-alpha.webp", 3, 3 * 391 + 7 * 391 + 128 * 23 + 4_194_304),
        ("lossy-alpha.webp", 3, 3 * 391 + 10 * 391 + 128 * 23 + 4_194_304),
    ]) func needed(name: String, channels: Int, byteCount: Int) throws {
        let file = try PictureFile(PictureFixture.bytes(name))
        #expect(file.decodingByteCount(channels: channels, part: file.part()) == byteCount)
    }

    /// Of other formats all is decoded for a part.
    @Test func partOfPNG() throws {
        let file = try PictureFile(PictureFixture.bytes("rgb-8.png"))
        let part = file.part(PictureWindow(top: 1, left: 1, height: 2, width: 2))
        #expect(file.decodingByteCount(channels: 3, part: part) == 3 * 4 + 3 * 391 + 32 * 23)
    }
}
