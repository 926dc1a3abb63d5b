/// A network's layers, uses of modules and auxiliary classifiers as a tree, in the order in which they are written.
///
/// What a module or an auxiliary classifier became stands below it; what is in none stands at the top.
package struct Outline: Sendable {
    package enum Content: Hashable, Sendable {
        /// A layer, by its place among the network's nodes.
        case layer(Int)
        /// A use of a module, by its place among the network's modules.
        case module(Int)
        /// An auxiliary classifier, by its place among the network's.
        case auxiliary(Int)
    }

    package struct Item: Sendable {
        package let content: Content
        /// How many modules and auxiliary classifiers are around it.
        package let depth: Int
        /// The layers that it stands for.
        package let nodes: Range<Int>
    }

    /// Each module before what is in it.
    package let items: [Item]

    package init(_ network: Network) {
        func group(_ content: Content, _ path: String, _ nodes: Range<Int>) -> (item: Item, path: String) {
            (Item(content: content, depth: path.utf8.count { $0 == UInt8(ascii: "/") }, nodes: nodes), path)
        }
        let groups =
            network.modules.enumerated().map { group(.module($0), $1.path, $1.nodes) }
            + network.auxiliaries.enumerated().map { group(.auxiliary($0), $1.path, $1.nodes) }
        let opening = Dictionary(grouping: groups.indices) { groups[$0].item.nodes.lowerBound }
        var items: [Item] = []
        var open: [(item: Item, path: String)] = []
        for node in 0...network.nodes.count {
            // Outermost first; modules in the network come after those inside them.
            let all = (opening[node] ?? []).sorted { (groups[$0].item.depth, $0) < (groups[$1].item.depth, $1) }
            // What holds no layer and ends a module stands in that one, before the next begins.
            let ending = open.filter { $0.item.nodes.upperBound <= node }
            let last = all.filter { index in ending.contains { groups[index].path.hasPrefix($0.path + "/") } }
            let beginning = all.filter { !last.contains($0) }.map { groups[$0] }
            items += last.map { groups[$0].item } + beginning.map(\.item)
            open.removeAll { $0.item.nodes.upperBound <= node }
            open += beginning.filter { !$0.item.nodes.isEmpty }
            guard node < network.nodes.count else { break }
            let depth = open.last.map { $0.item.depth + 1 } ?? 0
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
