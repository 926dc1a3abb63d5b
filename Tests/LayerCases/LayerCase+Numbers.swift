package import Layers
package import Tensors

extension LayerCase {
    /// Inputs that suit a check by differences: in a plane (or, where planes hold one number, in a picture) no two
    /// numbers are closer than `2 / count`, and none is closer to 0 than `1 / count`, so that no small step crosses the
    /// kink of a ReLU or a tie of maxima; with a spread so many times as far. Planes differ in their means. Numbers of several inputs
    /// are never equal.
    package var inputs: [Tensor] {
        inputShapes.enumerated().map { index, shape in
            var random = random(index)
            let area = shape.lengths.dropFirst().reduce(1, *)
            let count = area > 1 && shape.rank == 3 ? area : shape.elementCount
            let values = (0..<batch * shape.elementCount / count).flatMap { _ in
                let places = random.permutation(of: count)
                let shift = random.below(count / 2 + 1) - count / 2
                let own = 0.5 + Float(index) / Float(inputShapes.count)
                return places.map { (Float($0 + shift) + own) * 2 * spread / Float(count) }
            }
            return Tensor(shape.batched(batch), values)
        }
    }

    /// The layer's parameters with numbers that hide nothing: scales and variances are around 1 but not 1, biases, shifts
    /// and means are not 0, and weights keep the size of what passes.
    package func parameters(of layer: any Layer) -> [Tensor] {
        layer.parameters(inputShapes).enumerated().map { index, specification in
            var random = random(100 + index)
            let (centre, radius): (Float, Float)
            switch specification.name {
            case .weight: (centre, radius) = (0, (3 / Float(specification.fanIn)).squareRoot())
            case .scale, .variance: (centre, radius) = (1, 0.5)
            case .bias, .shift, .mean: (centre, radius) = (0, 0.5)
            }
            return tensor(specification.shape, centre: centre, radius: radius, &random)
        }
    }

    /// As many as the first input has channels.
    package var classCount: Int { inputShapes[0][0] }

    /// What each picture shows; every other one is mixed with another class.
    package var targets: [Target] {
        var random = random(200)
        let labels = (0..<batch).map { _ in random.below(classCount) }
        return labels.enumerated().map { place, label in
            guard place % 2 == 1 else { return Target(label) }
            return Target(label, mixedWith: random.below(classCount), share: random.uniform())
        }
    }

    /// A gradient of the output, uniform in −1 ..< 1.
    package func outputGradient(_ shape: Shape) -> Tensor {
        var random = random(300)
        return tensor(shape.batched(batch), centre: 0, radius: 1, &random)
    }

    /// All that a layer's forward pass needs.
    package func pass(_ phase: Phase, of layer: any Layer) -> LayerPass {
        LayerPass(
            phase: phase, inputs: inputs, parameters: parameters(of: layer), targets: targets,
            draws: LayerDraws(seed: seed, layer: 1, epoch: 0, samples: Array(0..<batch)))
    }

    private func random(_ stream: Int) -> KeyedRandom {
        KeyedRandom(seed: seed, purpose: .synthesis, stream)
    }

    private func tensor(_ shape: Shape, centre: Float, radius: Float, _ random: inout KeyedRandom) -> Tensor {
        Tensor(shape, (0..<shape.elementCount).map { _ in random.uniform(centre - radius, centre + radius) })
    }
}
