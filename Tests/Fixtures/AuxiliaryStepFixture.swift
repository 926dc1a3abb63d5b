import Foundation
package import Tensors

/// The losses and gradients of a small network with two auxiliary classifiers as PyTorch computes them in float64:
/// `auxiliary-step.json`, whose form and network `auxiliary_step.py` describes.
package struct AuxiliaryStepFixture: Decodable, Sendable {
    package struct Input: Decodable, Sendable {
        let name: String
        let shape: [Int]
        let scale: Float
    }

    package struct Parameter: Decodable, Sendable {
        package let name: String
        let shape: [Int]
        let scale: Float
        package let gradient: [Double]

        package var initial: Tensor { HashedValues.tensor(name, Shape(shape), scale: scale) }
    }

    private let input: Input
    package let labels: [Int32]
    /// By classifier.
    package let weights: [String: Double]
    package let smoothing: Double
    package let loss: Double
    /// Without their weights, by classifier; that of the network itself is `scores`.
    package let losses: [String: Double]
    package let scores: [Double]
    package let tensors: [Parameter]

    package var pixels: Tensor { HashedValues.tensor(input.name, Shape(input.shape), scale: input.scale) }

    package static func load() throws -> AuxiliaryStepFixture {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let file = folder.appendingPathComponent("auxiliary-step.json")
        return try JSONDecoder().decode(AuxiliaryStepFixture.self, from: Data(contentsOf: file))
    }
}
