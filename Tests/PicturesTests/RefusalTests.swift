import Pictures
import Pixels
import Testing

@Suite("files that are no pictures to decode") struct RefusalTests {
    @Test func nothing() {
        #expect(throws: PictureError.empty) { try PictureFile([]) }
        #expect(throws: PictureError.noPicture) { try PictureFile(Array("PK\u{3}\u{4} an archive".utf8)) }
        #expect(throws: PictureError.noPicture) { try PictureFile([UInt8](repeating: 0, count: 1000)) }
    }

    /// The first bytes of other kinds of files, as their specifications have them.
    private static let beginnings: [(ForeignKind, [UInt8])] = [
        (.gif, Array("GIF89a".utf8)), (.gif, Array("GIF87a".utf8)),
        (.bmp, Array("BM".utf8) + [0x36, 0, 0, 0]),
        (.tiff, [0x49, 0x49, 0x2A, 0, 8, 0, 0, 0]), (.tiff, [0x4D, 0x4D, 0, 0x2A, 0, 0, 0, 8]),
        (.heic, [0, 0, 0, 0x24] + Array("ftypheic".utf8)), (.heic, [0, 0, 0, 0x18] + Array("ftypmif1".utf8)),
        (.avif, [0, 0, 0, 0x20] + Array("ftypavif".utf8)),
        (.jpeg2000, [0, 0, 0, 0x0C, 0x6A, 0x50, 0x20, 0x20, 0x0D, 0x0A]),
        (.jpegXL, [0xFF, 0x0A, 0xFA]), (.jpegXL, [0, 0, 0, 0x0C, 0x4A, 0x58, 0x4C, 0x20]),
        (.icon, [0, 0, 1, 0, 1, 0]), (.photoshop, Array("8BPS".utf8)), (.pdf, Array("%PDF-1.7".utf8)),
        (.svg, Array("<?xml version=\"1.0\"?>\n<svg xmlns=\"…\">".utf8)),
        (.webPage, Array("\n<!DOCTYPE html><html><body>404".utf8)),
        (.lfsPointer, Array("version https://git-lfs.github.com/spec/v1\noid sha256:".utf8)),
    ]

    @Test(arguments: beginnings) func foreign(_ kind: ForeignKind, _ bytes: [UInt8]) {
        #expect(throws: PictureError.foreign(kind)) { try PictureFile(bytes) }
    }

    @Test func everyForeignKindIsTried() {
        #expect(Set(Self.beginnings.map(\.0)) == Set(ForeignKind.allCases))
    }

    @Test func words() {
        let error = PictureError.foreign(.heic)
        #expect(error.sentence(about: "`a.jpg`") == "`a.jpg` must be a JPEG, PNG or WebP, found a HEIC")
        #expect(error.help == "convert it to PNG or JPEG, as with ImageMagick's `magick`")
    }

    /// So many that decoding a few bytes would take minutes where the picture is large.
    @Test func manyScans() throws {
        let file = try PictureFile(try PictureFixture.bytes("many-scans.jpg"))
        #expect(throws: PictureError.tooManyScans(501)) { try file.decoded(channels: 3) }
    }

    /// 12 bits, lossless, and two components: what the library cannot decode is no damage.
    @Test func otherJPEGs() throws {
        let bytes = try PictureFixture.bytes("420.jpg")
        let frame = try #require(bytes.indices.first { bytes[$0...].starts(with: [0xFF, 0xC0, 0x00, 0x11, 0x08]) })
        var (deep, lossless) = (bytes, bytes)
        deep[frame + 4] = 12
        lossless[frame + 1] = 0xC3
        #expect(throws: PictureError.unsupported(.jpeg, "Unsupported JPEG data precision 12")) {
            try PictureFile(deep).decoded(channels: 3)
        }
        #expect(throws: PictureError.unsupported(.jpeg, "Unsupported JPEG process: SOF type 0xc3")) {
            try PictureFile(lossless).decoded(channels: 3)
        }
        // Of a frame with two components the length is 14.
        var two = bytes
        two[frame + 3] = 14
        two[frame + 9] = 2
        two.removeSubrange(frame + 16..<frame + 19)
        #expect(throws: PictureError.self) { try PictureFile(two) }
    }

    /// A header alone takes no memory for pixels that it does not have.
    @Test func headerAlone() throws {
        let bytes = png(width: 4096, height: 4096)
        #expect(throws: PictureError.truncated(.png, byteCount: bytes.count)) {
            try PictureFile(bytes).decoded(channels: 3)
        }
    }

    /// A text that 100 KB swell to 100 MB is passed over.
    @Test func bomb() throws {
        var bytes = try PictureFixture.bytes("rgb-8.png")
        // A stored block of DEFLATE would do as well: the chunk must not be looked into, so its checksum alone is right.
        let text = Array("Comment\0\0".utf8) + [UInt8](repeating: 0x55, count: 100_000)
        bytes.insert(contentsOf: chunk("zTXt", text), at: 33)
        let (plain, swollen) = (
            try PictureFile(try PictureFixture.bytes("rgb-8.png")).decoded(channels: 3),
            try PictureFile(bytes).decoded(channels: 3)
        )
        #expect(plain.withView { [UInt8]($0.bytes) } == swollen.withView { [UInt8]($0.bytes) })
    }

    private func png(width: Int, height: Int) -> [UInt8] {
        let header = bigEndian(width) + bigEndian(height) + [8, 2, 0, 0, 0]
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunk("IHDR", header) + chunk("IDAT", [])
    }

    private func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
        let body = Array(name.utf8) + data
        return bigEndian(data.count) + body + bigEndian(Int(checksum(body)))
    }

    private func bigEndian(_ number: Int) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
    }

    /// CRC-32 bit by bit (PNG specification, annex D).
    private func checksum(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(~UInt32(0)) { sum, byte in
            (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in sum >> 1 ^ (sum & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
    }
}
