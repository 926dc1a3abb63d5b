import Diagnostics
import Layers
import Networks
import Training

/// How a network's scores come from its last feature maps, where each score is the mean of a map of its own, plus a number:
///
///     score[c] = bias[c] + mean over y, x of Σ_k weight[c, k] · features[k, y, x]
///
/// That is so where the network ends in a mean over the whole picture and a linear layer, or in the mean alone. Layers that do
/// nothing in evaluation, or change the shape only, may stand between and behind.
/// Source: Zhou et al., CVPR 2016.
struct ActivationEnding {
    /// `[K, H, W]`
    let features: Value
    /// The node of the linear layer; nil where the maps are those of the scores already.
    let linear: Int?

    /// - Throws: `TrainingError` where the network ends otherwise, with the layer that is in the way.
    init(_ network: Network) throws(TrainingError) {
        var value = network.output
        func skip(_ passes: (any Layer) -> Bool) {
            while let node = value.node.map({ network.nodes[$0] }), passes(node.layer) { value = node.inputs[0] }
        }
        func isPassed(_ layer: any Layer) -> Bool { layer.isIdentity(in: .evaluation) || layer.onlyReshapes }
        skip(isPassed)
        var linear: Int?
        if let node = value.node, network.nodes[node].layer.weighsEverything {
            linear = node
            value = network.nodes[node].inputs[0]
            skip(isPassed)
        }
        guard let node = value.node.map({ network.nodes[$0] }), node.layer.averagesWholeChannels(node.inputShapes)
        else {
            let found =
                value.node.map { "`\(network.nodes[$0].path)`, a `\(network.nodes[$0].kind.name)`" } ?? "the input"
            throw TrainingError(
                "`--explain` needs a network that ends in `global-average-pool` and `linear`, and in `\(network.name)` "
                    + (linear.map { "`\(network.nodes[$0].path)` reads \(found)" } ?? "the scores come from \(found)")
                    + ": `global-average-pool` is missing" + (linear == nil ? ", and `linear`" : ""),
                help: "let the network end in `global-average-pool` and `linear`, and train it so")
        }
        features = node.inputs[0]
        self.linear = linear
    }
}
