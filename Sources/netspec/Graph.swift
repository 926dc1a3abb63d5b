import ArgumentParser
import Reports
import SpecCompiler

struct Graph: ParsableCommand {
    /// How graphs are written.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case dot, mermaid, svg
    }

    static let configuration = CommandConfiguration(
        command: "graph", takes: "<spec>",
        "Draws a network: modules as frames, shapes in the boxes, what only training computes dashed.",
        examples: [
            "netspec graph net.yaml --format svg > net.svg",
            "netspec graph net.yaml --format mermaid --depth 1",
        ],
        more: """
            SVG is drawn by Graphviz (apt-get install graphviz).
            """)

    @Argument(help: ArgumentHelp("The spec.", valueName: "spec"), completion: .specs)
    var path: String

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Open modules to this depth: 1 for the spec's own steps, 2 for theirs.", valueName: "levels"))
    var depth = 2

    @OptionGroup var spec: SpecOptions

    @Option(help: "How to write the graph: dot, mermaid or svg.")
    var format: Format = .dot

    func validate() throws {
        if depth < 1 { throw ValidationError("--depth must be at least 1, found \(depth)") }
    }

    func run() throws {
        try reporting {
            let graph = NetworkGraph(try compiled(path, spec), depth: depth)
            switch format {
            case .dot: try Terminal.write(DotText(graph).render())
            case .mermaid: try Terminal.write(MermaidText(graph).render())
            case .svg: try Terminal.write(try Graphviz.svg(DotText(graph).render()))
            }
        }
    }
}
