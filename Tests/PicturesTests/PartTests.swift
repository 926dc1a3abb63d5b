import Pictures
import Pixels
import Tensors
import Testing

@Suite("parts of pictures") struct PartTests {
    private static let windows = [
        PictureWindow(top: 0, left: 0, height: 1, width: 1), PictureWindow(top: 3, left: 5, height: 9, width: 11),
        PictureWindow(top: 16, left: 0, height: 1, width: 17), PictureWindow(top: 0, left: 16, height: 17, width: 1),
    ]

    /// Bit for bit what all of the picture has there, which is held to Pillow.
    @Test(arguments: PictureFixture.all.filter { min($0.size.height, $0.size.width) >= 17 })
    func sameAsInAllOfIt(_ fixture: PictureFixture) throws {
        let file = try PictureFile(fixture.bytes)
        for channels in [1, 3] {
            let whole = try file.decoded(channels: channels)
            for window in Self.windows {
                let part = try file.decoded(channels: channels, part: file.part(window))
                #expect(part.shape == [channels, window.height, window.width])
                #expect(pixels(part) == pixels(whole, in: window), "\(channels) channels, \(window)")
            }
        }
    }

    /// At a half the window's edges are rounded outwards: rows 3 to 12 are rows 1 to 6 of 9, columns 5 to 16 are 2 to 8 of 12.
    @Test(arguments: PictureFixture.all.filter { $0.expected.scaled != nil && !$0.name.hasPrefix("exif") })
    func smaller(_ fixture: PictureFixture) throws {
        let file = try PictureFile(fixture.bytes)
        let half = try file.decoded(channels: 3, atLeast: PictureSize(height: 9, width: 12))
        let window = PictureWindow(top: 3, left: 5, height: 9, width: 11)
        let part = try file.decoded(channels: 3, part: file.part(window, atLeast: PictureSize(height: 5, width: 6)))
        #expect(part.shape == [3, 5, 6])
        #expect(pixels(part) == pixels(half, in: PictureWindow(top: 1, left: 2, height: 5, width: 6)))
    }

    /// Though the pixels that are wanted are there.
    @Test(arguments: PictureFixture.all.filter { $0.name.hasSuffix("jpg") && $0.name != "bytes-behind.jpg" })
    func cutShort(_ fixture: PictureFixture) throws {
        guard fixture.size.height > 1 else { return }
        let file = try PictureFile(Array(fixture.bytes.dropLast(2)))
        #expect(throws: PictureError.truncated(.jpeg, byteCount: fixture.bytes.count - 2)) {
            try file.decoded(channels: 3, part: file.part(PictureWindow(top: 0, left: 0, height: 1, width: 1)))
        }
    }

    private func pixels(_ picture: DecodedPicture, in window: PictureWindow? = nil) -> [UInt8] {
        picture.withView { view in
            let window = window ?? PictureWindow(top: 0, left: 0, height: view.height, width: view.width)
            return (0..<view.channels).flatMap { channel in
                (window.top..<window.top + window.height).flatMap { row in
                    (window.left..<window.left + window.width).map { column in
                        view.bytes[(channel * view.height + row) * view.width + column]
                    }
                }
            }
        }
    }
}
