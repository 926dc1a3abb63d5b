import Pictures
import Pixels
import Tensors
import Testing

@Suite("PNG files that are written") struct PNGWritingTests {
    /// Of every kind of length, with values that no filter of rows foretells; read back by libpng, which is held to Pillow.
    @Test(arguments: [(1, 1), (3, 2), (17, 23), (257, 300), (1, 70_000)], [1, 3])
    func areReadAsTheyWereWritten(lengths: (height: Int, width: Int), channels: Int) throws {
        let (height, width) = lengths
        var random = KeyedRandom(seed: 5, purpose: .synthesis, height * width)
        let pixels = (0..<height * width * channels).map { _ in UInt8(random.below(256)) }
        let bytes = try PNG.bytes(pixels, width: width, height: height, channels: channels)
        let file = try PictureFile(bytes)
        #expect(file.header.size == PictureSize(height: height, width: width) && file.header.channels == channels)
        let area = height * width
        let planes = (0..<channels).flatMap { channel in (0..<area).map { pixels[$0 * channels + channel] } }
        #expect(try file.decoded(channels: channels, part: file.part()).withView { Array($0.bytes) } == planes)
    }

    /// As Pillow 12 tells of a file: by the standard the signature, the header's chunk, one of pixels, the end, nothing else.
    @Test func holdNothingElse() throws {
        let bytes = try PNG.bytes([255, 0, 0, 0, 0, 255], width: 2, height: 1, channels: 3)
        #expect(bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
        #expect(Array(bytes[8..<29]) == [0, 0, 0, 13] + Array("IHDR".utf8) + [0, 0, 0, 2, 0, 0, 0, 1, 8, 2, 0, 0, 0])
        var (place, names) = (8, [String]())
        while place < bytes.count {
            names.append(String(decoding: bytes[place + 4..<place + 8], as: UTF8.self))
            place += 12 + bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
        }
        #expect(names == ["IHDR", "IDAT", "IEND"] && place == bytes.count)
    }
}
