import Datasets
import Tensors
import Testing

/// Files that Python's `zlib` and `struct` made by the chunks of the standard, and Pillow read: red and blue side by side, and
/// the greys 7 and 200 one above the other.
struct PNGTests {
    private static let redBlue =
        "89504e470d0a1a0a0000000d49484452000000020000000108020000007b40e8dd0000000d49444154789c63f8cf0004ff01070001ffe2239e59"
        + "0000000049454e44ae426082"
    private static let greys =
        "89504e470d0a1a0a0000000d4948445200000001000000020800000000bceae9fb0000000c49444154789c63606738010000e100d07949b530"
        + "0000000049454e44ae426082"

    private func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    @Test func filesAreThoseOfTheStandard() {
        #expect(hex(PNG.bytes([255, 0, 0, 0, 0, 255], width: 2, height: 1, channels: 3)) == Self.redBlue)
        #expect(hex(PNG.bytes([7, 200], width: 1, height: 2, channels: 1)) == Self.greys)
    }

    /// Planes become pixels; a picture of two channels shows the first.
    @Test func thumbnailsAreOfTheWholePicture() throws {
        let colours = try StoredPictures([255, 0, 0, 0, 0, 255], labels: [0], shape: [3, 1, 2])
        #expect(hex(try colours.thumbnail(of: 0)) == Self.redBlue)
        let two = try StoredPictures([7, 200, 1, 1], labels: [0], shape: [2, 2, 1])
        #expect(hex(try two.thumbnail(of: 0)) == Self.greys)
    }

    /// 192 rows become 96: means of two by two, of which one is left at the right edge; 4.5 and 199.5 round up.
    @Test func longPicturesBecomeSmaller() throws {
        var pixels = [UInt8](repeating: 0, count: 192 * 3)
        for (place, value) in [(0, 1), (1, 2), (3, 7), (4, 8), (2, 199), (5, 200)] { pixels[place] = UInt8(value) }
        let picture = try StoredPictures(pixels, labels: [0], shape: [1, 192, 3])
        var expected = [UInt8](repeating: 0, count: 96 * 2)
        (expected[0], expected[1]) = (5, 200)
        #expect(try picture.thumbnail(of: 0) == PNG.bytes(expected, width: 2, height: 96, channels: 1))
    }
}
