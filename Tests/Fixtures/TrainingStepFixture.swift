import Foundation
package import Tensors

/// One training step of GoogLeNet-CIFAR10 as PyTorch makes it in float64: `googlenet-cifar10-step.json`, whose form and
/// sources `googlenet_cifar10_step.py` describes.
package struct TrainingStepFixture: Decodable, Sendable {
    package struct Picture: Decodable, Sendable {
        let name: String
        let scale: Float
        let offset: Float
    }

    package struct Optimizer: Decodable, Sendable {
        package let rate: Double
        package let momentum: Double
        package let nesterov: Bool
        package let weightDecay: Double
    }

    /// A tensor's norm, and its products with vectors of random signs, by which it can be compared without being stored.
    package struct Sketched: Decodable, Sendable {
        package let norm: Double
        package let updateNorm: Double?
        let sketch: [Double]

        /// Estimates ‖tensor − expected‖ (Alon, Matias and Szegedy, STOC 1996).
        package func distance(to tensor: Tensor, named name: String) -> Double {
            let found = HashedValues.signedSums(tensor, named: name, count: sketch.count)
            let squares = zip(found, sketch).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
            return (squares / Double(sketch.count)).squareRoot()
        }
    }

    package struct Parameter: Decodable, Sendable {
        package let name: String
        let shape: [Int]
        let scale: Float
        let offset: Float
        /// For weights of convolutions, which stretch of numbers each filter takes.
        let attempts: [Int]?
        /// Nil for buffers, and where it is exactly 0.
        package let gradient: Sketched?
        /// For a bias that batch normalisation takes out again: the size that its rounding noise is measured by.
        package let gradientScale: Double?
        package let updated: Sketched

        /// The numbers before the step.
        package var initial: Tensor {
            let plain = HashedValues.tensor(name, Shape(shape), scale: scale, offset: offset)
            guard let attempts else { return plain }
            let key = HashedValues.key(name)
            let filterSize = plain.values.count / attempts.count
            let values = plain.values.indices.map { index in
                let place = attempts[index / filterSize] * plain.values.count + index
                return offset + scale * HashedValues.uniform(key, place)
            }
            return Tensor(plain.shape, values)
        }
    }

    package let batch: Int
    package let inputShape: [Int]
    package let input: Picture
    package let labels: [Int32]
    package let optimizer: Optimizer
    package let loss: Double
    /// The loss on the same batch after the step.
    package let lossAfter: Double
    package let logits: [[Double]]
    package let tensors: [Parameter]

    package var pixels: Tensor {
        HashedValues.tensor(input.name, Shape(inputShape), scale: input.scale, offset: input.offset)
    }

    package static func load() throws -> TrainingStepFixture {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let file = folder.appendingPathComponent("googlenet-cifar10-step.json")
        return try JSONDecoder().decode(TrainingStepFixture.self, from: Data(contentsOf: file))
    }
}
