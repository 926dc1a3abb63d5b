import Diagnostics
import Layers
import Networks
import SpecModules
import SpecSyntax
import Tensors
import Training

extension Spec {
    /// In training a channel's mean over a single value is that value: the output is the shift alone, and no gradient goes back.
    func checkBatchNorms(of network: Network, from expanded: ExpandedNetwork, into collector: DiagnosticCollector) {
        guard let training, training.batch == 1 else { return }
        for (node, layer) in zip(network.nodes, expanded.layers) {
            let area = node.inputShapes[0].lengths.dropFirst().reduce(1, *)
            guard node.layer.subtractsChannelMeans, area == 1 else { continue }
            collector.report(
                Diagnostic(
                    "single-value",
                    "`\(layer.path)` must have more than one value of a channel to learn from, and with a batch of 1 "
                        + "\(node.inputShapes[0]) is one: its mean is itself, and nothing before it learns",
                    at: layer.kindSpan, help: "write `batch: 2` or more in `train`, or remove `\(layer.path)`",
                    notes: [Diagnostic.Note("the batch is here", at: tree["train"]?["batch"]?.span)] + layer.trace))
        }
    }
}
