import Diagnostics

/// A graph in the language of Mermaid, which GitHub and many editors draw: frames are subgraphs, what only training computes
/// is dashed.
package struct MermaidText: Sendable {
    private let graph: NetworkGraph

    package init(_ graph: NetworkGraph) {
        self.graph = graph
    }

    package func render() -> String {
        var frameCount = 0
        var classes: [String: [Int]] = [:]
        for (index, box) in graph.boxes.enumerated() {
            classes[box.isAuxiliary ? "auxiliary" : box.role.rawValue, default: []].append(index)
        }
        let elements = graph.elements.flatMap { lines($0, indent: "  ", &frameCount) }
        let arrows = graph.arrows.map { "  n\($0.from) \($0.isAuxiliary ? "-.->" : "-->") n\($0.to)" }
        let styles = classes.keys.sorted().flatMap { name -> [String] in
            let boxes = classes[name] ?? []
            let style = "fill:\(graph.boxes[boxes[0]].fill),stroke:#566573,color:#17202a"
            return [
                "  classDef \(name)Box \(style)\(name == "auxiliary" ? ",stroke-dasharray:4 3" : "")",
                "  class \(boxes.map { "n\($0)" }.joined(separator: ",")) \(name)Box",
            ]
        }
        return (["flowchart TB"] + elements + arrows + styles).map { $0 + "\n" }.joined()
    }

    private func lines(_ element: NetworkGraph.Element, indent: String, _ frameCount: inout Int) -> [String] {
        switch element {
        case .box(let index):
            let box = graph.boxes[index]
            return ["\(indent)n\(index)[\"\(([box.title] + box.lines).map(escaped).joined(separator: "<br/>"))\"]"]
        case .frame(let frame):
            frameCount += 1
            let head = "\(indent)subgraph s\(frameCount)[\"\(escaped(frame.title))\"]"
            var content: [String] = []
            for part in frame.content { content += lines(part, indent: indent + "  ", &frameCount) }
            return [head] + content + [indent + "end"]
        }
    }

    /// What has a meaning inside a quoted label, as an entity: `#` begins one, a backquote begins Markdown.
    private func escaped(_ text: String) -> String {
        printable(text).reduce(into: "") { result, character in
            switch character {
            case "\"": result += "#quot;"
            case "#": result += "#35;"
            case "&": result += "#amp;"
            case "<": result += "#lt;"
            case ">": result += "#gt;"
            case "`": result += "#96;"
            default: result.append(character)
            }
        }
    }
}
