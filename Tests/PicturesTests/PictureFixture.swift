import Foundation
import Pictures
import Pixels
import Tensors

/// A file of `Files` and what Pillow decodes from it, as `make.py` describes.
struct PictureFixture: Sendable, CustomStringConvertible {
    let name: String
    let bytes: [UInt8]
    let expected: Expected

    struct Expected: Decodable, Sendable {
        let height: Int
        let width: Int
        let channels: Int
        let rgb: Data
        let grey: Data
        let scaled: [String: Scaled]?
    }

    struct Scaled: Decodable, Sendable {
        let height: Int
        let width: Int
        let rgb: Data
    }

    var description: String { name }
    var size: PictureSize { PictureSize(height: expected.height, width: expected.width) }

    /// Every file that must be decoded.
    static let all: [PictureFixture] = {
        do {
            let data = try Data(contentsOf: folder.appendingPathComponent("expected.json"))
            return try JSONDecoder().decode([String: Expected].self, from: data).map { name, expected in
                PictureFixture(name: name, bytes: try bytes(name), expected: expected)
            }.sorted { $0.name < $1.name }
        } catch {
            fatalError("the fixtures are there: \(error)")
        }
    }()

    static func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: folder.appendingPathComponent(name)))
    }

    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Files")
}

extension PictureFile {
    /// All of the picture.
    func decoded(channels: Int, atLeast: PictureSize? = nil) throws -> DecodedPicture {
        try decoded(channels: channels, part: part(atLeast: atLeast))
    }
}
