import Execution
import Layers
import Networks
import Planning
import Tensors

/// What convolutions do to their results before they are stored, in evaluation: the followers of one operation, or of
/// several that run as one and have the same kinds of followers.
struct ConvolutionFollowers {
    /// For each operation in order; empty where there is no batch normalisation.
    let norms: [FoldedNorm]
    /// Added before the ReLU.
    let summand: Value?
    let appliesReLU: Bool

    init(_ operations: [PlannedOperation]) {
        norms = operations.compactMap { operation in
            operation.followers.compactMap(FoldedNorm.init).first
        }
        let layers = operations[0].followers.map(\.layer)
        summand = operations[0].followers.compactMap(\.summand).first
        appliesReLU = layers.contains { $0 is ReLU } || norms.contains { $0.layer.appliesReLU }
    }

    var post: PostOperations {
        PostOperations(addsToDestination: summand != nil, reluSlope: appliesReLU ? 0 : nil)
    }
}

/// A batch normalisation in evaluation: of each channel, a factor and a summand.
struct FoldedNorm {
    let layer: BatchNorm
    private let node: Int
    private let parameters: [ParameterSpecification]

    init?(_ follower: PlannedOperation.Follower) {
        guard let layer = follower.layer as? BatchNorm else { return nil }
        (self.layer, node, parameters) = (layer, follower.node, follower.parameters)
    }

    var channels: Int { parameters[0].shape[0] }

    /// Reads the parameters as they are when it is called, and gives each channel's factor and summand.
    func coefficients(_ builder: ProgramBuilder) -> () -> [(factor: Float, summand: Float)] {
        func numbers(_ name: ParameterSpecification.Name) -> UnsafeMutableBufferPointer<Float>? {
            parameters.firstIndex { $0.name == name }.map { builder.parameters.values(node: node, index: $0) }
        }
        let (scale, shift, mean, variance) = (numbers(.scale), numbers(.shift), numbers(.mean), numbers(.variance))
        let (epsilon, channels) = (layer.epsilon, channels)
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
