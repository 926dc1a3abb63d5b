import Layers
import Networks
import Planning

/// What convolutions do to their results before they are stored, in evaluation: the followers of one operation, or of
/// several that run as one and have the same kinds of followers.
struct ConvolutionFollowers {
    /// For each operation in order; empty where there is no batch normalisation.
    let norms: [FoldedNorm]
    /// Added before the activation.
    let summand: Value?
    /// Of the activation.
    let steps: [Elementwise]

    init(_ operations: [PlannedOperation]) {
        norms = operations.compactMap { operation in
            operation.followers.compactMap(FoldedNorm.init).first
        }
        let layers = operations[0].followers.map(\.layer)
        summand = operations[0].followers.compactMap(\.summand).first
        steps = layers.flatMap(ActivationCatalogue.steps)
    }

    var post: PostOperations {
        PostOperations(addsToDestination: summand != nil, steps: steps)
    }
}

/// A batch normalisation in evaluation: of each channel, a factor and a summand.
struct FoldedNorm {
    private let layer: BatchNorm
    private let parameters: BatchNormParameters

    init?(_ follower: PlannedOperation.Follower) {
        guard let layer = follower.layer as? BatchNorm else { return nil }
        self.layer = layer
        parameters = BatchNormParameters(node: follower.node, specifications: follower.parameters)
    }

    /// Reads the parameters as they are when it is called, and gives each channel's factor and summand.
    func coefficients(_ builder: ProgramBuilder) -> () -> [(factor: Float, summand: Float)] {
        let scale = parameters.numbers(.scale, builder)
        let shift = parameters.numbers(.shift, builder)
        let mean = parameters.numbers(.mean, builder)
        let variance = parameters.numbers(.variance, builder)
        let (epsilon, channels) = (layer.epsilon, parameters.channels)
        return {
            (0..<channels).map { channel in
                let deviation = (Double(variance?[channel] ?? 1) + epsilon).squareRoot()
                let factor = Double(scale?[channel] ?? 1) / deviation
                let summand = Double(shift?[channel] ?? 0) - Double(mean?[channel] ?? 0) * factor
                return (Float(factor), Float(summand))
            }
        }
    }
}
