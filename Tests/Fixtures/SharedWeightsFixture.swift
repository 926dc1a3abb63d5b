import Foundation
package import Tensors

/// Some steps of a network in which layers use the parameters of others, as PyTorch trains it in float64:
/// `shared-weights.json`, whose form and network `shared_weights.py` describes.
package struct SharedWeightsFixture: Decodable, Sendable {
    package struct Batch: Decodable, Sendable {
        let input: Source
        package let labels: [Int]

        package var pixels: Tensor { input.tensor }
    }

    package struct Source: Decodable, Sendable {
        package let name: String
        let shape: [Int]
        let scale: Float
        let offset: Float?

        package var tensor: Tensor { HashedValues.tensor(name, Shape(shape), scale: scale, offset: offset ?? 0) }
    }

    package struct Optimizer: Decodable, Sendable {
        package let rate: Double
        package let momentum: Double
        package let weightDecay: Double
    }

    package struct Run: Decodable, Sendable {
        package let name: String
        package let batchesInStep: Int
        package let clip: Double?
        /// The module whose parameters stay.
        package let frozen: String?
        /// Of each step.
        package let losses: [Double]
        /// At the end, by the names of parameters.
        package let values: [String: [Float]]
    }

    package let batches: [Batch]
    package let optimizer: Optimizer
    /// What all runs begin with.
    package let tensors: [Source]
    package let runs: [Run]

    package static func load() throws -> SharedWeightsFixture {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let file = folder.appendingPathComponent("shared-weights.json")
        return try JSONDecoder().decode(SharedWeightsFixture.self, from: Data(contentsOf: file))
    }
}
