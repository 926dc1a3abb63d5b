import Execution
import Layers
import Networks
import Tensors

// What is computed with: drawn, so that no number is like its neighbours.
extension JudgedNetwork {
    /// Gives every parameter numbers by which what arrives keeps its size on the way.
    func fill(_ parameters: ParameterStore, seed: UInt64) {
        for (number, entry) in parameters.entries.enumerated() {
            var draw = Draw(seed, .parameters, number)
            let specification = entry.specification
            let values = (0..<specification.shape.elementCount).map { _ in
                switch specification.name {
                case .weight: draw.uniform(-1, 1) * (4.5 / Float(specification.fanIn)).squareRoot()
                case .bias, .shift, .mean: draw.uniform(-0.5, 0.5)
                case .scale: draw.uniform(0.5, 1.5) * (draw.chance(0.15) ? -1 : 1)
                case .variance: draw.uniform(0.5, 1.5)
                }
            }
            parameters.set(entry, to: Tensor(specification.shape, values))
        }
    }

    func pictures(seed: UInt64) throws -> Batch {
        var draw = Draw(seed, .pictures)
        let classes = network.shape(of: network.output).elementCount
        return try Batch(
            pixels: (0..<batch * network.inputShape.elementCount).map { _ in draw.uniform(-1.5, 1.5) },
            targets: (0..<batch).map { _ in Target(draw.number(0...classes - 1)) }, classCount: classes,
            samples: (0..<batch).map { _ in draw.number(0...999) }, epoch: draw.number(0...9), seed: seed)
    }
}
