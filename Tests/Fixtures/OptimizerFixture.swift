import Foundation

/// Ten steps of every optimiser: `optimizers.json`, which `optimizers.py` makes by PyTorch and by published formulas.
package struct OptimizerFixtures: Decodable, Sendable {
    package struct Case: Decodable, Sendable {
        /// As it stands in `train.optimizer`.
        package let optimizer: String
        /// Of each step.
        package let rates: [Double]
        /// After each step.
        package let values: [[Float]]
    }

    /// The numbers before the first step.
    package let start: [Float]
    /// Of each step; they do not depend on the numbers.
    package let gradients: [[Float]]
    package let cases: [Case]

    package static func read() throws -> OptimizerFixtures {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "optimizers.json")
        return try JSONDecoder().decode(OptimizerFixtures.self, from: Data(contentsOf: file))
    }
}
