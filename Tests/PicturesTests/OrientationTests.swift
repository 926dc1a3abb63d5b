import Pictures
import Pixels
import Testing

@Suite("EXIF orientation") struct OrientationTests {
    private let plain: [UInt8] = [
        0x4D, 0x4D, 0, 0x2A, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0,
    ]

    private func orientation(_ bytes: [UInt8]) -> Orientation { Orientation(ofEXIF: bytes[...]) }

    @Test func read() {
        #expect(orientation(plain) == .firstRowRight)
        #expect(orientation(Array("Exif\0\0".utf8) + plain) == .firstRowRight)
    }

    /// Where a program left bytes before its segment, which no decoder minds.
    @Test(arguments: [[], [0, 0], [7, 0xFF, 0], [0xFF]]) func behindBytesBetweenSegments(between: [UInt8]) throws {
        let bytes = try PictureFixture.bytes("exif-6.jpg")
        let file = try PictureFile(bytes.prefix(2) + between + bytes.dropFirst(2))
        #expect(file.header.size == PictureSize(height: 23, width: 17))
    }

    /// What cannot be read is upright, and nothing is read beyond the end.
    @Test func unsound() {
        for length in 0..<20 { #expect(orientation(Array(plain.prefix(length))) == .upright) }
        let changes: [(Int, UInt8)] = [
            (0, 0x49), (3, 0x2B), (4, 0xFF), (7, 0xFF), (10, 0x02), (13, 4), (17, 2), (19, 9), (19, 0),
        ]
        for (place, byte) in changes {
            var bytes = plain
            bytes[place] = byte
            #expect(orientation(bytes) == .upright, "byte \(place)")
        }
        // More entries than there are: the one that is there counts.
        var bytes = plain
        bytes[8] = 0xFF
        #expect(orientation(bytes) == .firstRowRight)
    }
}
