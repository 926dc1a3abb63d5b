import Layers
import Networks
import Planning

/// What convolutions do to their results before they are stored, in evaluation: the followers of one operation, or of
/// several that run as one and have the same kinds of followers.
struct ConvolutionFollowers {
    /// For each operation in order; empty where there is neither batch normalisation nor scale.
    let norms: [FoldedNorm]
    /// Added before the activation.
    let summand: Value?
    /// Of the activation.
    let steps: [Elementwise]

    init(_ operations: [PlannedOperation]) {
        norms = operations.compactMap { FoldedNorm($0.followers) }
        let layers = operations[0].followers.map(\.layer)
        summand = operations[0].followers.compactMap(\.summand).first
        steps = layers.flatMap(ActivationCatalogue.steps)
    }

    var post: PostOperations {
        PostOperations(addsToDestination: summand != nil, steps: steps)
    }
}

/// A batch normalisation in evaluation, a `scale`, or one behind the other: of each channel, a factor and a summand.
struct FoldedNorm {
    /// In their order.
    fileprivate let steps: [Step]

    fileprivate struct Step {
        /// Added to the variance; nil for a `scale`.
        let epsilon: Double?
        let parameters: BatchNormParameters
    }

    /// Nil where there is neither among them.
    init?(_ followers: [PlannedOperation.Follower]) {
        steps = followers.compactMap { follower in
            let norm = follower.layer as? BatchNorm
            guard norm != nil || follower.layer is ChannelScale else { return nil }
            return Step(
                epsilon: norm?.epsilon,
                parameters: BatchNormParameters(node: follower.node, specifications: follower.parameters))
        }
        if steps.isEmpty { return nil }
    }

    /// Reads the parameters as they are when it is called, and gives each channel's factor and summand.
    func coefficients(_ builder: ProgramBuilder) -> () -> [(factor: Float, summand: Float)] {
        let steps = steps.map { $0.coefficient(builder) }
        let channels = self.steps[0].parameters.channels
        return {
            (0..<channels).map { channel in
                let whole = steps.reduce((factor: 1.0, summand: 0.0)) { before, step in
                    let own = step(channel)
                    return (own.factor * before.factor, own.factor * before.summand + own.summand)
                }
                return (Float(whole.factor), Float(whole.summand))
            }
        }
    }
}

extension FoldedNorm.Step {
    /// Reads the parameters of a channel as they are when it is called.
    fileprivate func coefficient(_ builder: ProgramBuilder) -> (_ channel: Int) -> (factor: Double, summand: Double) {
        let scale = parameters.numbers(.scale, builder)
        let shift = parameters.numbers(.shift, builder)
        let mean = parameters.numbers(.mean, builder)
        let variance = parameters.numbers(.variance, builder)
        return { [epsilon] channel in
            let deviation = epsilon.map { (Double(variance?[channel] ?? 1) + $0).squareRoot() } ?? 1
            let factor = Double(scale?[channel] ?? 1) / deviation
            return (factor, Double(shift?[channel] ?? 0) - Double(mean?[channel] ?? 0) * factor)
        }
    }
}
