import Datasets
import Foundation
import Pixels
import Recipes
import SpecSyntax
import Tensors
import TestSupport
import Testing

/// JPEGs that are decoded at a part of their size; see `Large/make.py` of the tests of pictures.
@Suite struct ScaledPicturesTests {
    private struct Case: Decodable {
        let file: String
        let orientation: Int
        let denominator: Int
        let window: [Int]?
        let resized: Picture

        struct Picture: Decodable {
            let rgb: Data
        }
    }

    private static let files = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../PicturesTests/Files/Large")

    /// Bit for bit what Pillow makes of 301×203 pixels by its `draft`, whose box it minds.
    @Test(arguments: ["420.jpg", "444.jpg", "progressive.jpg"]) func asPillowDraftsAndResizes(name: String) throws {
        let folder = try TemporaryFolder()
        let bytes = [UInt8](try Data(contentsOf: Self.files.appendingPathComponent(name)))
        for path in ["a/1.jpg", "b/1.jpg"] { try folder.write(bytes, to: path) }
        let set = try settings(folder.path).open(in: nil)
        let data = try Data(contentsOf: Self.files.appendingPathComponent("expected.json"))
        let cases = try JSONDecoder().decode([Case].self, from: data).filter { $0.file == name && $0.orientation == 1 }
        func expected(_ denominator: Int, _ window: [Int]?) throws -> [UInt8] {
            let found = try #require(cases.first { $0.denominator == denominator && $0.window == window })
            return [UInt8](found.resized.rgb)
        }
        var room = PictureRoom()
        // At least twice 23×17 is 76×51, a fourth.
        let fit = PictureFit(channels: 3, size: .init(height: 17, width: 23), way: .stretch)
        #expect(try set.train.read(0, as: .resized(fit), into: &room) == [3, 17, 23])
        #expect(try Array(room.bytes(3 * 17 * 23)) == expected(4, nil))
        // At least twice 11×9 is a half of 83×64.
        let form = PictureForm.window(
            { _ in PictureWindow(top: 101, left: 203, height: 64, width: 83) }, size: PictureSize(height: 9, width: 11))
        #expect(try set.train.read(0, as: form, into: &room) == [3, 9, 11])
        #expect(try Array(room.bytes(3 * 9 * 11)) == expected(2, [101, 203, 64, 83]))
    }
}
