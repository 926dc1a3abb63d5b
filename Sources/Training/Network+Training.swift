package import Layers
package import Networks

extension Network {
    /// The network that is trained: with softmax and cross-entropy on its output and on those of its auxiliary classifiers,
    /// unless the spec has a loss there.
    ///
    /// Its nodes come first and in their order, so both networks share a `ParameterStore`.
    ///
    /// - Throws: `ShapeError` when the output is not one score for each class.
    package func forTraining(labelSmoothing: Double, classWeights: [Double] = []) throws(ShapeError) -> Network {
        try adding(loss: SoftmaxCrossEntropy(labelSmoothing: labelSmoothing, classWeights: classWeights))
    }

    /// What a loss is called in metrics.
    func name(of loss: Loss) -> String {
        loss.auxiliary.map { auxiliaries[$0].path } ?? nodes[loss.node].path
    }

    /// The network without losses, so that a plan leaves out whatever only they depend on; the same nodes.
    package var forEvaluation: Network {
        Network(
            name: name, inputShape: inputShape, nodes: nodes, modules: modules, output: output,
            auxiliaries: auxiliaries, losses: [])
    }
}
