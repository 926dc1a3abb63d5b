import Foundation
import Pictures
import Pixels
import Tensors
import Testing

@Suite("pictures as Pillow decodes them") struct DecodingTests {
    @Test(arguments: PictureFixture.all) func header(_ fixture: PictureFixture) throws {
        let header = try PictureFile(fixture.bytes).header
        #expect(header.size == fixture.size)
        #expect(header.channels == fixture.expected.channels)
        let suffix = ["jpg": PictureFormat.jpeg, "png": .png, "webp": .webp][fixture.name.split(separator: ".")[1]]
        #expect(header.format == suffix)
    }

    /// Bit for bit.
    @Test(arguments: PictureFixture.all) func pixels(_ fixture: PictureFixture) throws {
        let file = try PictureFile(fixture.bytes)
        try expect(file.decoded(channels: 3), [3, fixture.size.height, fixture.size.width], fixture.expected.rgb)
        try expect(file.decoded(channels: 1), [1, fixture.size.height, fixture.size.width], fixture.expected.grey)
    }

    /// Bit for bit, at each size that is just enough.
    @Test(arguments: PictureFixture.all.filter { $0.expected.scaled != nil })
    func smaller(_ fixture: PictureFixture) throws {
        let file = try PictureFile(fixture.bytes)
        for (_, scaled) in try #require(fixture.expected.scaled) {
            let least = PictureSize(height: scaled.height, width: scaled.width)
            let shape: Shape = [3, scaled.height, scaled.width]
            try expect(file.decoded(channels: 3, atLeast: least), shape, scaled.rgb)
        }
    }

    /// 23×17 is 12×9 at a half, 6×5 at a fourth, 3×3 at an eighth; neither axis may fall below what is asked for.
    @Test func sizeAtLeast() throws {
        let file = try PictureFile(try PictureFixture.bytes("420.jpg"))
        func size(_ height: Int, _ width: Int) -> PictureSize {
            file.part(atLeast: PictureSize(height: height, width: width)).size
        }
        #expect(size(18, 1) == PictureSize(height: 17, width: 23))
        #expect(size(10, 12) == PictureSize(height: 17, width: 23))
        #expect(size(9, 13) == PictureSize(height: 17, width: 23))
        #expect(size(9, 12) == PictureSize(height: 9, width: 12))
        #expect(size(5, 7) == PictureSize(height: 9, width: 12))
        #expect(size(5, 6) == PictureSize(height: 5, width: 6))
        #expect(size(1, 1) == PictureSize(height: 3, width: 3))
        let other = try PictureFile(try PictureFixture.bytes("rgb-8.png"))
        #expect(other.part(atLeast: PictureSize(height: 1, width: 1)).size == PictureSize(height: 17, width: 23))
    }

    private func expect(_ picture: DecodedPicture, _ shape: Shape, _ bytes: Data) throws {
        #expect(picture.shape == shape)
        picture.withView { view in
            #expect([UInt8](view.bytes) == [UInt8](bytes))
        }
    }
}
