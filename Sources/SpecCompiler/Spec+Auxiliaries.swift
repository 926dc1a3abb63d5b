import Diagnostics
import Layers
import Networks
import SpecModules
import SpecSyntax
import Tensors

extension Spec {
    /// Holds every auxiliary classifier to what its loss wants: a score for each class.
    func checkAuxiliaries(
        of network: Network, classes: Int, into collector: DiagnosticCollector
    ) {
        for (number, auxiliary) in network.auxiliaries.enumerated() {
            guard let node = auxiliary.output.node, let layer = network.nodes[node].origin else { continue }
            let hasOwnLoss = network.losses.contains { $0.auxiliary == number }
            let mistake = mistake(
                in: network.nodes[node], of: auxiliary, classes: classes, needsLoss: !hasOwnLoss,
                at: layer)
            if let mistake { collector.report(mistake) }
        }
    }

    private func mistake(
        in last: Network.Node, of auxiliary: Network.Auxiliary, classes: Int, needsLoss: Bool, at layer: ExpandedLayer
    ) -> Diagnostic? {
        let path = auxiliary.path
        let count = self.classes == nil || !layer.trace.isEmpty ? "\(classes)" : "\"${classes}\""
        if last.outputShape.elementCount != classes {
            return Diagnostic(
                .classes,
                "the auxiliary classifier `\(path)` must end in a score for each of the \(classes) classes, and "
                    + "`\(last.path)` gives \(last.outputShape)", at: layer.kindSpan,
                help: "end it with `- linear: {outputs: \(count)}`", notes: layer.trace)
        }
        if last.layer.givesProbabilities {
            return Diagnostic(
                .doubleSoftmax,
                "the auxiliary classifier `\(path)` must end in scores, and `\(last.path)` makes probabilities of them",
                at: layer.kindSpan, help: "remove it: the loss takes the softmax itself", notes: layer.trace)
        }
        guard needsLoss else { return nil }
        do throws(ShapeError) {
            _ = try SoftmaxCrossEntropy().outputShape([last.outputShape])
            return nil
        } catch {
            return Diagnostic(
                .shape, "the loss at the end of `\(path)`: \(error.message)", at: layer.kindSpan, help: error.help,
                notes: layer.trace)
        }
    }
}
