import Diagnostics

/// A graph in Graphviz's language: frames are clusters, what only training computes is dashed.
package struct DotText: Sendable {
    private let graph: NetworkGraph

    package init(_ graph: NetworkGraph) {
        self.graph = graph
    }

    package func render() -> String {
        var frameCount = 0
        let head = [
            "digraph \(quoted(graph.name)) {",
            "  graph [fontname=\"Helvetica\", fontsize=11, nodesep=0.25, ranksep=0.3, labeljust=l]",
            "  node [shape=box, style=\"rounded,filled\", color=\"#566573\", fontname=\"Helvetica\", fontsize=10, margin=\"0.12,0.06\"]",
            "  edge [color=\"#566573\", arrowsize=0.6]",
        ]
        let boxes = graph.elements.flatMap { lines($0, indent: "  ", &frameCount) }
        let arrows = graph.arrows.map { "  n\($0.from) -> n\($0.to)" + ($0.isAuxiliary ? " [style=dashed]" : "") }
        return (head + boxes + arrows + ["}"]).map { $0 + "\n" }.joined()
    }

    private func lines(_ element: NetworkGraph.Element, indent: String, _ frameCount: inout Int) -> [String] {
        switch element {
        case .box(let index): return [indent + box(index)]
        case .frame(let frame):
            frameCount += 1
            let head = [
                "\(indent)subgraph cluster_\(frameCount) {",
                "\(indent)  label=\(quoted(frame.title))",
                "\(indent)  style=\"rounded\(frame.isAuxiliary ? ",dashed" : "")\"",
                "\(indent)  color=\"\(frame.isAuxiliary ? "#b9770e" : "#aab7b8")\"",
            ]
            var content: [String] = []
            for part in frame.content { content += lines(part, indent: indent + "  ", &frameCount) }
            return head + content + [indent + "}"]
        }
    }

    private func box(_ index: Int) -> String {
        let box = graph.boxes[index]
        let label = ([box.title] + box.lines).map(escaped).joined(separator: "\\n")
        let style = box.isAuxiliary ? ", style=\"rounded,filled,dashed\"" : ""
        return "n\(index) [label=\"\(label)\", fillcolor=\"\(box.fill)\"\(style)]"
    }

    private func quoted(_ text: String) -> String { "\"\(escaped(text))\"" }

    /// Inside double quotes, `"` and `\` have a meaning.
    private func escaped(_ text: String) -> String {
        printable(text).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    }
}

extension NetworkGraph.Box {
    /// The colour of its face.
    var fill: String {
        if isAuxiliary { return "#fdebd0" }
        switch role {
        case .input: return "#eaecee"
        case .layer: return "#ffffff"
        case .learning: return "#d6eaf8"
        case .module: return "#e8f6f3"
        }
    }
}
