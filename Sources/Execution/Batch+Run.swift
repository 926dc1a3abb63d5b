package import Layers
import Networks
package import Planning
package import Tensors

extension Batch {
    /// Where a layer's random numbers for this batch come from.
    package func draws(layer: Int) -> LayerDraws {
        LayerDraws(seed: seed, layer: layer, epoch: epoch, samples: samples)
    }
}

extension ExecutionPlan {
    /// How many classes a batch may have at most, so that each of the plan's losses has a score for every target.
    package var mostClasses: Int {
        losses.compactMap { loss in
            let node = network.nodes[loss.node]
            return (node.layer as? any LossLayer)?.classCount(node.inputShapes)
        }.min() ?? .max
    }
}
