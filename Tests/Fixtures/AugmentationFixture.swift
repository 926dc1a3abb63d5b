import Foundation

/// Changes of a picture as torchvision makes them: `augmentations.json`, whose form `augmentations.py` describes.
package struct AugmentationFixture: Decodable, Sendable {
    package let change: String
    package let smooth: Bool
    package let arguments: [Double]
    private let bytes: Data

    /// `[channels, height, width]`
    package static let lengths = [3, 20, 19]

    /// What the change makes of `picture`.
    package var result: [UInt8] { Array(bytes) }

    package var picture: [UInt8] {
        var state: UInt32 = 1
        return (0..<Self.lengths.reduce(1, *)).map { place in
            state = state &* 1_664_525 &+ 1_013_904_223
            let byte = UInt8(state >> 24)
            let (row, column) = (place / Self.lengths[2] % Self.lengths[1], place % Self.lengths[2])
            return smooth ? byte / 4 + UInt8(2 * row + 3 * column) : byte
        }
    }

    /// Every case of `augmentations.json`.
    package static func all() throws -> [AugmentationFixture] {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let data = try Data(contentsOf: file.appendingPathComponent("augmentations.json"))
        return try JSONDecoder().decode([AugmentationFixture].self, from: data)
    }
}

extension AugmentationFixture: CustomStringConvertible {
    package var description: String { "\(change) \(arguments)\(smooth ? ", smooth" : "")" }
}
