import Layers
import Tensors

extension Network {
    /// The nodes that subtract each channel's mean over a batch where that is a single value: the mean is the value itself.
    package func normsOfOneValue(batch: Int) -> [Int] {
        nodes.indices.filter { node in
            nodes[node].layer.subtractsChannelMeans
                && nodes[node].inputShapes[0].lengths.dropFirst().reduce(batch, *) == 1
        }
    }
}
