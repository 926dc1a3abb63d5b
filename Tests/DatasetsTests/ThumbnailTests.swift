import Datasets
import Pictures
import Tensors
import Testing

struct ThumbnailTests {
    /// Planes become pixels; a picture of two channels shows the first.
    @Test func thumbnailsAreOfTheWholePicture() throws {
        let colours = try StoredPictures([255, 0, 0, 0, 0, 255], labels: [0], shape: [3, 1, 2])
        let redBlue = try PNG.bytes([255, 0, 0, 0, 0, 255], width: 2, height: 1, channels: 3)

        #expect(try colours.thumbnail(of: 0) == redBlue)
        let two = try StoredPictures([7, 200, 1, 1], labels: [0], shape: [2, 2, 1])
        #expect(try two.thumbnail(of: 0) == PNG.bytes([7, 200], width: 1, height: 2, channels: 1))
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
