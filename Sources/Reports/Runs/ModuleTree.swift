package import Diagnostics
import Networks
package import SpecCompiler
import SpecModules
import Tensors

/// What a network consists of and costs, as modules that hold others and layers.
package struct ModuleTree: Sendable {
    package struct Item: Sendable {
        package let path: String
        /// The layer's type, or the module's name.
        package let type: String
        package let outputShape: String
        package let parameters: Int
        package let multiplyAdds: Int
        /// Where the spec's text says so, counted from 1; nil where that is in another file.
        package let line: Int?
        package fileprivate(set) var items: [Item] = []
    }

    package let items: [Item]
    package let parameters: Int
    package let multiplyAdds: Int

    /// - Parameter file: the spec's text.
    package init(_ experiment: Experiment, in file: SourceFile?) {
        let (summary, network) = (Summary(experiment.network), experiment.network)
        let layers = Dictionary(network.nodes.map { ($0.path, $0.origin?.kindSpan) }) { first, _ in first }
        (parameters, multiplyAdds) = (summary.parameters, summary.multiplyAdds)
        var rows = summary.rows(toDepth: .max)[...]
        items = Self.items(ofDepth: 0, &rows) { row in
            let span = row.module.map { network.modules[$0].origin.span } ?? layers[row.path] ?? nil
            return span.flatMap { $0.file == file ? $0.start.line : nil }
        }
    }

    /// Takes the rows of a depth, with what is in them, from the front.
    private static func items(
        ofDepth depth: Int, _ rows: inout ArraySlice<Summary.Row>, line: (Summary.Row) -> Int?
    ) -> [Item] {
        var items: [Item] = []
        while let row = rows.first, row.depth >= depth {
            rows.removeFirst()
            var item = Item(
                path: row.path, type: row.type, outputShape: row.outputShape.description,
                parameters: row.cost.parameters, multiplyAdds: row.cost.multiplyAdds, line: line(row))
            item.items = Self.items(ofDepth: depth + 1, &rows, line: line)
            items.append(item)
        }
        return items
    }
}
