import Foundation
package import Tensors

/// What the networks of `Specs` cost and give, as PyTorch computes it in float64: `Tests/Family/family.json`, whose form and
/// sources `family.py` beside it describes.
package struct FamilyFixture: Decodable, Sendable {
    package struct Network: Decodable, Sendable, CustomStringConvertible {
        /// Within `Specs`: `resnet/resnet50.yaml`.
        package let spec: String
        /// `[N, C, H, W]`
        package let input: [Int]
        package let parameters: Int
        package let buffers: Int
        package let multiplyAdds: Int
        /// With the auxiliary classifiers.
        package let trainingParameters: Int
        /// Changes by which nothing is drawn at random in training.
        package let set: [String]
        /// Means over the batch in training mode, without their weights: the scores', then each auxiliary classifier's.
        package let losses: [Double]
        /// By the running statistics that one pass of training has left.
        package let evaluationLoss: Double

        package var description: String { spec }

        package var pixels: Tensor { HashedValues.tensor("family/input", Shape(input), scale: 1.5) }

        package func labels(classes: Int) -> [Int] {
            let key = HashedValues.key("family/labels")
            return (0..<input[0]).map { Int(HashedValues.hash(key, $0) % UInt64(classes)) }
        }

        /// A tensor's first numbers, by its name in a checkpoint.
        package func initial(_ name: String, _ shape: Shape) -> Tensor {
            let (scale, offset): (Float, Float) =
                switch name.split(separator: ".").last {
                case "bias": (0.0625, 0)
                case "scale": (0.25, 1)
                case "shift": (0.25, 0.25)
                case "mean": (0.125, 0)
                case "variance": (0.25, 1)
                default: (Float((6 / Double(shape.elementCount / shape[0])).squareRoot()), 0)
                }
            return HashedValues.tensor(name, shape, scale: scale, offset: offset)
        }
    }

    package let networks: [Network]

    package static func load() throws -> [Network] {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let file = tests.appendingPathComponent("Family/family.json")
        return try JSONDecoder().decode(FamilyFixture.self, from: Data(contentsOf: file)).networks
    }
}
