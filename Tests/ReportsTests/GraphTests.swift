import Reports
import SpecCompiler
import Testing

/// Graphs as text; that Graphviz takes them is the business of the command's tests.
struct GraphTests {
    private static let text = """
        netspec: 1
        name: a "small" \\ net
        input: {channels: 3, height: 8, width: 8}
        modules:
          pair: {network: [{convolution: {name: conv, filters: 4, kernel: [3, 1], stride: 1}}, relu]}
          end: {network: [{pair: {name: end}}, {max-pool: {name: pool, kernel: 2}}]}
        network:
          - end: {name: subgraph}
          - auxiliary: {name: side, weight: 0.5, network: [{linear: {outputs: 10}}]}
          - linear: {name: scores, outputs: 10}
        """

    private func graph(_ depth: Int) throws -> NetworkGraph {
        NetworkGraph(try experiment(Self.text), depth: depth)
    }

    @Test func closedModulesAreBoxes() throws {
        #expect(
            DotText(try graph(1)).render().split(separator: "\n").dropFirst(4).joined(separator: "\n") == """
                  n0 [label="input\\n3 × 8 × 8", fillcolor="#eaecee"]
                  n1 [label="subgraph\\nend\\n4 × 3 × 4", fillcolor="#e8f6f3"]
                  n2 [label="side\\nonly in training, weight 0.5\\n10", fillcolor="#fdebd0", style="rounded,filled,dashed"]
                  n3 [label="scores\\nlinear\\noutputs 10\\n10", fillcolor="#d6eaf8"]
                  n0 -> n1
                  n1 -> n2 [style=dashed]
                  n1 -> n3
                }
                """)
    }

    @Test func openModulesAreFramesInFrames() throws {
        let text = DotText(try graph(3)).render()
        for words in [
            """
              subgraph cluster_1 {
                label="subgraph (end)"
            """,
            """
                subgraph cluster_2 {
                  label="end (pair)"
            """,
            "      n1 [label=\"conv\\nconvolution\\nfilters 4, kernel [3, 1]\\n4 × 6 × 8\", fillcolor=\"#d6eaf8\"]\n",
            "  subgraph cluster_3 {\n    label=\"side (only in training, weight 0.5)\"\n    style=\"rounded,dashed\"",
            "\n  n1 -> n2\n  n2 -> n3\n",
        ] { #expect(text.contains(words), "\(text)") }
        #expect(text.hasPrefix("digraph \"a \\\"small\\\" \\\\ net\" {\n"))
    }

    @Test func mermaidKeepsReservedWordsInLabels() throws {
        let text = MermaidText(try graph(2)).render()
        #expect(
            text == """
                flowchart TB
                  n0["input<br/>3 × 8 × 8"]
                  subgraph s1["subgraph (end)"]
                    n1["end<br/>pair<br/>4 × 6 × 8"]
                    n2["pool<br/>max-pool<br/>kernel 2<br/>4 × 3 × 4"]
                  end
                  subgraph s2["side (only in training, weight 0.5)"]
                    n3["linear<br/>outputs 10<br/>10"]
                  end
                  n4["scores<br/>linear<br/>outputs 10<br/>10"]
                  n0 --> n1
                  n1 --> n2
                  n2 -.-> n3
                  n2 --> n4
                  classDef auxiliaryBox fill:#fdebd0,stroke:#566573,color:#17202a,stroke-dasharray:4 3
                  class n3 auxiliaryBox
                  classDef inputBox fill:#eaecee,stroke:#566573,color:#17202a
                  class n0 inputBox
                  classDef layerBox fill:#ffffff,stroke:#566573,color:#17202a
                  class n2 layerBox
                  classDef learningBox fill:#d6eaf8,stroke:#566573,color:#17202a
                  class n4 learningBox
                  classDef moduleBox fill:#e8f6f3,stroke:#566573,color:#17202a
                  class n1 moduleBox

                """)
    }
}
