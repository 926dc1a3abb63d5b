package import Tensors

/// Whether a network learns or is used.
package enum Phase: String, Sendable {
    case training, evaluation
}

/// What one use of a layer on one batch works with.
package struct LayerPass: Sendable {
    package let phase: Phase
    package let inputs: [Tensor]
    package var parameters: [Tensor]
    /// What each picture shows, for loss layers.
    package let targets: [Target]
    package let draws: LayerDraws
    package var saved: [Tensor] = []

    package init(
        phase: Phase, inputs: [Tensor], parameters: [Tensor] = [], targets: [Target] = [], draws: LayerDraws = .none
    ) {
        self.phase = phase
        self.inputs = inputs
        self.parameters = parameters
        self.targets = targets
        self.draws = draws
    }
}

/// The gradients that `backward` returns.
package struct LayerGradients: Sendable {
    /// One for each input.
    package let inputs: [Tensor]
    /// One for each parameter; nil for buffers.
    package let parameters: [Tensor?]

    package init(inputs: [Tensor], parameters: [Tensor?] = []) {
        self.inputs = inputs
        self.parameters = parameters
    }
}

/// Where a layer's random numbers come from: a stream for each picture, whatever batch it is in.
package struct LayerDraws: Sendable {
    package let seed: UInt64
    /// The layer's place among the network's layers.
    package let layer: Int
    package let epoch: Int
    /// The numbers of the batch's pictures in their data set.
    package let samples: [Int]

    package init(seed: UInt64, layer: Int, epoch: Int, samples: [Int]) {
        self.seed = seed
        self.layer = layer
        self.epoch = epoch
        self.samples = samples
    }

    package static let none = LayerDraws(seed: 0, layer: 0, epoch: 0, samples: [])

    /// The stream of the picture at `position` in the batch.
    package func stream(_ position: Int) -> KeyedRandom {
        let sample = samples.indices.contains(position) ? samples[position] : position
        return KeyedRandom(seed: seed, purpose: .dropout, layer, epoch, sample)
    }
}
