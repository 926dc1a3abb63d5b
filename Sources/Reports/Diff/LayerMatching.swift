import Layers
import Networks
import Tensors

/// Which layers of two networks stand for each other: those of the same path; of the others those of the same type,
/// parameters and output below the same path in their step; and then, between two such pairs, those of the same type, in
/// their order. A layer of an auxiliary classifier stands for none of the network itself.
struct LayerMatching {
    /// For each layer of the network after, its partner before.
    private(set) var before: [Int?]
    /// For each layer of the network before, its partner after.
    private(set) var after: [Int?]

    init(_ old: Network, _ new: Network) {
        before = new.nodes.map { _ in nil }
        after = old.nodes.map { _ in nil }
        let places = Dictionary(old.nodes.indices.map { (old.nodes[$0].path, $0) }) { first, _ in first }
        for index in new.nodes.indices {
            guard let partner = places[new.nodes[index].path], old.isAuxiliary(partner) == new.isAuxiliary(index) else {
                continue
            }
            pair(partner, index)
        }
        pairAlike(old.nodes.indices.map { Likeness(old, $0) }, new.nodes.indices.map { Likeness(new, $0) })
        pairAlike(anchored(old, after) { $0 }, anchored(new, before) { self.before[$0] ?? -1 })
    }

    private mutating func pair(_ old: Int, _ new: Int) {
        before[new] = old
        after[old] = new
    }

    /// Pairs those without a partner that have equal keys, in their order.
    private mutating func pairAlike<Key: Hashable>(_ old: [Key], _ new: [Key]) {
        var free = Dictionary(grouping: old.indices.filter { after[$0] == nil }.reversed()) { old[$0] }
        for index in new.indices where before[index] == nil {
            if let partner = free[new[index]]?.popLast() { pair(partner, index) }
        }
    }

    /// For each layer its type, and the last paired layer before it.
    ///
    /// - Parameter oldPlace: the place of a paired layer in the network before.
    private func anchored(_ network: Network, _ partners: [Int?], oldPlace: (Int) -> Int) -> [Anchored] {
        var anchor = -1
        return network.nodes.indices.map { index in
            if partners[index] != nil { anchor = oldPlace(index) }
            return Anchored(
                kind: network.nodes[index].kind.name, anchor: anchor, isAuxiliary: network.isAuxiliary(index))
        }
    }

    private struct Anchored: Hashable {
        let kind: String
        let anchor: Int
        let isAuxiliary: Bool
    }

    private struct Likeness: Hashable {
        let kind: String
        /// The path without the name of the step at the top.
        let inner: Substring
        let parameters: [Shape]
        let output: Shape
        let isAuxiliary: Bool

        init(_ network: Network, _ index: Int) {
            let node = network.nodes[index]
            kind = node.kind.name
            inner = node.path.drop { $0 != "/" }
            parameters = node.parameters.map(\.shape)
            output = node.outputShape
            isAuxiliary = network.isAuxiliary(index)
        }
    }
}

extension Network {
    fileprivate func isAuxiliary(_ node: Int) -> Bool { auxiliary(ofNode: node) != nil }
}
