import Foundation
import Pictures
import Pixels
import Tensors
import Testing

@Suite("parts of pictures at a part of their size, as Pillow has them") struct ScaledTests {
    /// Bit for bit, and what of it is wanted.
    @Test(arguments: try ScaledFixture.all()) fileprivate func part(_ fixture: ScaledFixture) throws {
        let file = try PictureFile(fixture.bytes())
        let part = fixture.part(of: file)
        #expect(
            part.box
                == PictureBox(
                    top: fixture.box[0], left: fixture.box[1], height: fixture.box[2], width: fixture.box[3]))
        guard let expected = fixture.part else { return }
        let found = try file.decoded(channels: 3, part: part)
        #expect(found.shape == [3, expected.height, expected.width])
        #expect(found.withView { [UInt8]($0.bytes) } == [UInt8](expected.rgb))
    }

    /// Bit for bit what `resize` makes of the box.
    @Test(arguments: try ScaledFixture.all()) fileprivate func resized(_ fixture: ScaledFixture) throws {
        let file = try PictureFile(fixture.bytes())
        let part = fixture.part(of: file)
        let size = PictureSize(height: fixture.resized.height, width: fixture.resized.width)
        var found = [UInt8](repeating: 0, count: 3 * size.area)
        let resampling = Resampling(of: PictureWindow(allOf: part.size), box: part.box, to: size)
        try file.decoded(channels: 3, part: part).withView { view in
            found.withUnsafeMutableBufferPointer { resampling.write(view, into: $0) }
        }
        #expect(found == [UInt8](fixture.resized.rgb))
    }

    /// Nearly what the picture would be if all of its pixels were decoded: with the pixels at a half taken for the whole picture it
    /// would differ by 10 and more.
    @Test func nearTheWhole() throws {
        let cases = try ScaledFixture.all().filter { $0.window == nil && $0.file == "420.jpg" && $0.orientation == 1 }
        let whole = try #require(cases.first { $0.denominator == 1 }).resized.rgb
        let half = try #require(cases.first { $0.denominator == 2 }).resized.rgb
        #expect(zip(whole, half).map { abs(Int($0) - Int($1)) }.max() ?? 255 <= 3)
    }
}

/// A case of `Files/Large/expected.json`, as `make.py` beside it describes.
private struct ScaledFixture: Decodable, Sendable, CustomStringConvertible {
    let file: String
    let orientation: UInt16
    let denominator: Int
    let window: [Int]?
    let part: Picture?
    let box: [Double]
    let resized: Picture

    struct Picture: Decodable, Sendable {
        let height: Int
        let width: Int
        let rgb: Data
    }

    var description: String { "\(file) \(orientation) 1/\(denominator) \(window ?? [])" }

    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Files/Large")

    static func all() throws -> [ScaledFixture] {
        let data = try Data(contentsOf: folder.appendingPathComponent("expected.json"))
        return try JSONDecoder().decode([ScaledFixture].self, from: data)
    }

    func bytes() throws -> [UInt8] {
        let plain = [UInt8](try Data(contentsOf: Self.folder.appendingPathComponent(file)))
        guard orientation != 1 else { return plain }
        let tiff: [UInt8] =
            [0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, UInt8(orientation), 0, 0, 0] + [
                0, 0, 0, 0,
            ]
        let segment = [0xFF, 0xE1, 0, UInt8(8 + tiff.count)] + Array("Exif\0\0".utf8) + tiff
        return plain.prefix(2) + segment + plain.dropFirst(2)
    }

    /// What is decoded, of just the size that the denominator makes of the window.
    func part(of file: PictureFile) -> PicturePart {
        let size = window.map { PictureSize(height: $0[2], width: $0[3]) } ?? file.header.size
        func divided(_ length: Int) -> Int { (length + denominator - 1) / denominator }
        return file.part(
            window.map { PictureWindow(top: $0[0], left: $0[1], height: $0[2], width: $0[3]) },
            atLeast: denominator == 1 ? nil : PictureSize(height: divided(size.height), width: divided(size.width)))
    }
}
