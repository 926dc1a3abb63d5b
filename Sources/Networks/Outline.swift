/// A network's layers and uses of modules as a tree, in the order in which they are written.
///
/// What a module became stands below it; what is in no module stands at the top.
package struct Outline: Sendable {
    package enum Content: Hashable, Sendable {
        /// A layer, by its place among the network's nodes.
        case layer(Int)
        /// A use of a module, by its place among the network's modules.
        case module(Int)
    }

    package struct Item: Sendable {
        package let content: Content
        /// How many modules are around it.
        package let depth: Int
        /// The layers that it stands for.
        package let nodes: Range<Int>
    }

    /// Each module before what is in it.
    package let items: [Item]

    package init(_ network: Network) {
        // Outermost first; modules in the network come after those inside them.
        let depths = network.modules.map { $0.path.utf8.count { $0 == UInt8(ascii: "/") } }
        var opening: [Int: [Int]] = [:]
        for index in network.modules.indices {
            opening[network.modules[index].nodes.lowerBound, default: []].append(index)
        }
        var items: [Item] = []
        var open: [Int] = []
        for node in 0...network.nodes.count {
            open.removeAll { network.modules[$0].nodes.upperBound <= node }
            for index in (opening[node] ?? []).sorted(by: { (depths[$0], $0) < (depths[$1], $1) }) {
                let module = network.modules[index]
                items.append(Item(content: .module(index), depth: depths[index], nodes: module.nodes))
                if !module.nodes.isEmpty { open.append(index) }
            }
            guard node < network.nodes.count else { break }
            let depth = open.last.map { depths[$0] + 1 } ?? 0
            items.append(Item(content: .layer(node), depth: depth, nodes: node..<node + 1))
        }
        self.items = items
    }

    /// The items with at most `depth` modules' worth of detail: 1 is the network's own list, 0 nothing. A module whose
    /// content is not shown stands for it.
    package func items(toDepth depth: Int) -> [Item] {
        items.filter { $0.depth < depth }
    }
}
