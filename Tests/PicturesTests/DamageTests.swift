import Pictures
import Pixels
import Tensors
import Testing

@Suite("damaged pictures") struct DamageTests {
    /// A file may have bytes behind its picture, which are no part of it.
    private static let whole = PictureFixture.all.filter { $0.name != "bytes-behind.jpg" }

    /// Cut off early, in the middle, and by its last bytes.
    @Test(arguments: whole) func cutShort(_ fixture: PictureFixture) {
        let count = fixture.bytes.count
        let lengths = (0..<16).map { $0 * count / 16 } + [1, 2, 3, 7, 8, 11, 12, 20, count - 3, count - 2, count - 1]
        for length in lengths where length < count {
            #expect(throws: PictureError.self, "\(length) of \(count)") { try decode(fixture.bytes.prefix(length)) }
        }
    }

    @Test(arguments: ["420.jpg", "progressive.jpg", "rgb-8.png", "lossy.webp", "animated.webp"])
    func cutShortIsSaid(_ name: String) throws {
        let bytes = try PictureFixture.bytes(name)
        let error = #expect(throws: PictureError.self) { try decode(bytes.dropLast(9)) }
        let said = try #require(error).sentence(about: "`x`")
        #expect(said.hasPrefix("`x` is cut short: it ends at byte \(bytes.count - 9), before the end of its "))
    }

    /// Every chunk of a PNG has a checksum, so no changed bit can pass.
    @Test(arguments: PictureFixture.all.filter { $0.name.hasSuffix("png") })
    func flippedBitOfPNG(_ fixture: PictureFixture) {
        for (place, _) in fixture.bytes.enumerated() {
            #expect(throws: PictureError.self, "byte \(place)") { try decode(flipped(fixture.bytes, place)) }
        }
    }

    /// JPEG and WebP have no checksums: a changed bit may make another picture, of the size that the header tells.
    @Test(arguments: PictureFixture.all.filter { !$0.name.hasSuffix("png") })
    func flippedBit(_ fixture: PictureFixture) throws {
        for place in stride(from: 0, to: fixture.bytes.count, by: 3) {
            do {
                // Changed headers may tell of large pictures.
                let file = try PictureFile(flipped(fixture.bytes, place))
                guard file.header.size.area <= 1 << 16 else { continue }
                let picture = try file.decoded(channels: 3)
                #expect(picture.shape == [3, file.header.size.height, file.header.size.width])
            } catch is PictureError {
                continue
            }
        }
    }

    /// With the mark of its end in the middle of the pixels, the rest of which a library shows grey.
    @Test func endsEarly() throws {
        var bytes = try PictureFixture.bytes("420.jpg")
        bytes.replaceSubrange(bytes.count - 200..<bytes.count - 198, with: [0xFF, 0xD9])
        let error = #expect(throws: PictureError.self) { try decode(bytes) }
        #expect(error == .damaged(.jpeg, "Corrupt JPEG data: premature end of data segment"))
    }

    /// A part between two restarts is missing.
    @Test func partIsMissing() throws {
        var bytes = try PictureFixture.bytes("restarts.jpg")
        let marks = bytes.indices.dropLast().filter { bytes[$0] == 0xFF && (0xD0...0xD7).contains(bytes[$0 + 1]) }
        try #require(marks.count == 3)
        bytes.removeSubrange(marks[0]..<marks[1])
        let error = #expect(throws: PictureError.self) { try decode(bytes) }
        #expect(error == .damaged(.jpeg, "Corrupt JPEG data: found marker 0xd1 instead of RST0"))
    }

    /// Bytes behind the pixels, as where damaged ones need fewer bytes than there are. (The library has read the first few ahead,
    /// and misses no others.)
    @Test func bytesLeftOver() throws {
        let bytes = try PictureFixture.bytes("420.jpg")
        let longer = bytes.dropLast(2) + [UInt8](repeating: 0x12, count: 100) + bytes.suffix(2)
        let error = try #require(#expect(throws: PictureError.self) { try decode(longer) })
        #expect(error.description.hasSuffix(" extraneous bytes before marker 0xd9)"))
    }

    private func decode(_ bytes: some Sequence<UInt8>) throws {
        _ = try PictureFile(Array(bytes)).decoded(channels: 3)
    }

    /// One bit of byte `place`, which depends on the place.
    private func flipped(_ bytes: [UInt8], _ place: Int) -> [UInt8] {
        var bytes = bytes
        bytes[place] ^= 1 << (place * 5 % 8)
        return bytes
    }
}
