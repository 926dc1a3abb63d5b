import Layers
import Networks
import Tensors

/// Which weights of one network another could take over: those of the same name and shape, running statistics among them.
struct WeightsComparison: Sendable {
    /// A weight of the network after that finds nothing to load.
    struct Lost: Sendable {
        let name: String
        let shape: Shape
        /// The shape of the weight of that name before; nil where there is none.
        let oldShape: Shape?
        /// What the weight was called before, where its layer was renamed and the shape is the same.
        let oldName: String?
    }

    struct Weight: Sendable {
        let name: String
        let shape: Shape
    }

    let loadedCount: Int
    /// Numbers in the weights that load.
    let loadedElements: Int
    let count: Int
    let elements: Int
    /// In the order of the network after.
    let lost: [Lost]
    /// Weights before that the network after has no use for, in the order of the network before.
    let unused: [Weight]

    init(_ old: Network, _ new: Network, _ matching: LayerMatching) {
        let (before, after) = (weights(of: old), weights(of: new))
        let known = Dictionary(before.map { ($0.weight.name, $0.weight.shape) }) { first, _ in first }
        let wanted = Set(after.map(\.weight.name))
        let loaded = after.filter { known[$0.weight.name] == $0.weight.shape }
        (loadedCount, loadedElements) = (loaded.count, elementCount(of: loaded))
        (count, elements) = (after.count, elementCount(of: after))
        lost = after.filter { known[$0.weight.name] != $0.weight.shape }.map { entry in
            let former = matching.before[entry.node].map { "\(old.nodes[$0].path).\(entry.parameter)" }
            let isRenamed = former != entry.weight.name && former.flatMap { known[$0] } == entry.weight.shape
            return Lost(
                name: entry.weight.name, shape: entry.weight.shape, oldShape: known[entry.weight.name],
                oldName: isRenamed ? former : nil)
        }
        unused = before.map(\.weight).filter { !wanted.contains($0.name) }
    }
}

private struct Entry {
    let weight: WeightsComparison.Weight
    let node: Int
    let parameter: String
}

private func weights(of network: Network) -> [Entry] {
    network.nodes.enumerated().flatMap { number, node in
        node.ownParameters.map { parameter in
            Entry(
                weight: .init(name: "\(node.path).\(parameter.name.rawValue)", shape: parameter.shape), node: number,
                parameter: parameter.name.rawValue)
        }
    }
}

private func elementCount(of entries: [Entry]) -> Int {
    entries.reduce(0) { $0 + $1.weight.shape.elementCount }
}
