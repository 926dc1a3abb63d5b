import Diagnostics
import Layers
import Networks

/// A layer whose output goes nowhere: neither another layer, nor a loss, nor the network's result has use for it.
enum UnreadOutput {
    static let lint = Lint(.unreadOutput, help: "a layer whose output nothing reads") { subject in
        let network = subject.network
        let readers = network.readers
        return network.nodes.indices.filter { node in
            let value = Value(of: node)
            return readers[value] == nil && !network.isWanted(value) && !(network.nodes[node].layer is any LossLayer)
        }.map { node in
            let name = network.nodes[node].path.split(separator: "/").last.map(String.init) ?? ""
            return subject.finding(
                "the output of `\(name)` should be read by a later layer, and nothing reads it", at: node,
                help: subject.isOfCaffe(node)
                    ? "make its `top` a `bottom` of a later layer, or remove it"
                    : "name `\(name)` in the `from` of a later layer, or remove it")
        }
    }
}
