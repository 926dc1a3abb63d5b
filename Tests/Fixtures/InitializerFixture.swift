import Foundation
package import Tensors

/// How layers' weights begin, by PyTorch and Caffe: `initialisers.json`, whose form `initialisers.py` describes.
package struct InitializerFixture: Decodable, Sendable, CustomStringConvertible {
    /// In the notation of specs.
    package let layer: String
    package let channels: Int
    private let weight: [Int]
    package let bound: Float?
    package let mean: Float?
    package let deviation: Float?
    package let values: [Float]?
    package let gram: [[Float]]?

    package var description: String { layer }
    package var inputShape: Shape { [channels, 9, 9] }
    package var weightShape: Shape { Shape(weight) }

    /// Every case of `initialisers.json`.
    package static func all() throws -> [InitializerFixture] {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("initialisers.json")
        return try JSONDecoder().decode([String: [InitializerFixture]].self, from: Data(contentsOf: file))["cases"]
            ?? []
    }
}
