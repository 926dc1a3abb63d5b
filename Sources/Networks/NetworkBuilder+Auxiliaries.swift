import Diagnostics
import Layers
import SpecModules

extension NetworkBuilder {
    /// The auxiliary classifiers, each with its loss where it ends in one of its own; mistakes are reported.
    ///
    /// - Parameter ends: what the network itself ends in.
    func auxiliaries(
        of nodes: [Network.Node], besides ends: [Value]
    ) -> [(auxiliary: Network.Auxiliary, loss: Network.Loss?)] {
        expanded.auxiliaries.enumerated().compactMap { number, expanded in
            let (source, end) = (value(expanded.source), value(expanded.output))
            if let mistake = mistake(in: expanded, source, end, ends: ends) {
                collector.report(mistake)
                return nil
            }
            let lossNode = end.node.flatMap { nodes[$0].layer is any LossLayer ? $0 : nil }
            let auxiliary = Network.Auxiliary(
                path: expanded.path, weight: expanded.weight, nodes: expanded.layers, source: source,
                output: lossNode.map { nodes[$0].inputs[0] } ?? end)
            let loss = lossNode.map { Network.Loss(node: $0, weight: expanded.weight, auxiliary: number) }
            return (auxiliary, loss)
        }
    }

    private func mistake(
        in auxiliary: ExpandedAuxiliary, _ source: Value, _ end: Value, ends: [Value]
    ) -> Diagnostic? {
        let path = auxiliary.path
        func mistake(_ code: Diagnostic.Code, _ message: String, help: String) -> Diagnostic {
            Diagnostic(code, message, at: auxiliary.span, help: help, notes: auxiliary.trace)
        }
        if end == source {
            return mistake(
                .emptyNetwork, "the auxiliary classifier `\(path)` must have at least one layer",
                help: "end it with a layer that gives the scores, for example `linear`")
        }
        if source == .input {
            return mistake(
                .auxiliaryPlace,
                "an auxiliary classifier must branch off a layer, and what `\(path)` reads is the network's input",
                help: "move it behind a layer, or name one in its `from`")
        }
        if ends.contains(source) {
            return mistake(
                .auxiliaryPlace,
                "an auxiliary classifier must branch off before the network's end, and `\(path)` stands at the end",
                help: "move it further up, or name an earlier layer in its `from`")
        }
        return nil
    }
}
