import Layers

/// How oneDNN computes activations: one or two steps on each number.
enum ActivationCatalogue {
    /// Gives the steps of a layer it knows, nil for any other.
    private typealias Maker = @Sendable (any Layer) -> [Elementwise]?

    private static let makers: [Maker] = [
        maker { (_: ReLU) in [.relu] },
        maker { (_: ReLU6) in [.clip(0, 6)] },
        maker { (layer: LeakyReLU) in [.leakyReLU(slope: Float(layer.negativeSlope))] },
        maker { (_: Sigmoid) in [.logistic] },
        maker { (_: HyperbolicTangent) in [.tanh] },
        maker { (_: Swish) in [.swish] },
        maker { (_: HardSwish) in [.hardSwish] },
        maker { (_: HardSigmoid) in [.linear(scale: 1 / 6, shift: 0.5), .clip(0, 1)] },
        maker { (layer: GELU) in [layer.approximation == .none ? .gelu : .geluByTanh] },
    ]

    /// Empty for what is no activation.
    static func steps(of layer: any Layer) -> [Elementwise] {
        for make in makers {
            if let steps = make(layer) { return steps }
        }
        precondition(!(layer is any ActivationLayer), "every activation has its line here")
        return []
    }

    private static func maker<L: Layer>(_ make: @escaping @Sendable (L) -> [Elementwise]) -> Maker {
        { layer in (layer as? L).map(make) }
    }
}
