import Foundation
import TestSupport
import Testing

struct GraphTests {
    private let folder: TemporaryFolder
    private static let hasGraphviz =
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        .contains { FileManager.default.isExecutableFile(atPath: "\($0)/dot") }

    init() throws {
        folder = try TinySpec.folder()
    }

    private func graph(_ arguments: String..., prelude: String? = nil) throws -> Outcome {
        try Program.netspec.run(["graph", "tiny.yaml"] + arguments, in: folder, prelude: prelude)
    }

    @Test func asDot() throws {
        let outcome = try graph()
        outcome.expectSuccess()
        #expect(outcome.output.hasPrefix("digraph \"tiny\" {\n"))
        #expect(outcome.output.contains("label=\"conv\\nconvolution\\nfilters 4, kernel 3, stride 4\\n4 × 8 × 8\""))
        #expect(outcome.output.hasSuffix("  n3 -> n4\n}\n"))
    }

    @Test func asMermaid() throws {
        let outcome = try graph("--format", "mermaid", "--set", "network.conv.filters=8")
        outcome.expectSuccess()
        #expect(outcome.output.hasPrefix("flowchart TB\n  n0[\"input<br/>3 × 32 × 32\"]\n"))
        #expect(outcome.output.contains("filters 8"))
    }

    @Test(.enabled(if: hasGraphviz, "needs Graphviz")) func asSVG() throws {
        let outcome = try graph("--format", "svg")
        outcome.expectSuccess()
        #expect(outcome.messages == "")
        #expect(outcome.output.contains("<svg "))
        #expect(outcome.output.contains(">4 × 8 × 8</text>"))
    }

    @Test func withoutGraphvizTheRemedyIsTold() throws {
        try graph("--format", "svg", prelude: "PATH=/nowhere; export PATH").expectRefusal(
            2, "error: SVG is drawn by Graphviz's `dot`, which is not installed",
            "help: install it (`apt-get install graphviz`), or take `--format dot`")
    }

    @Test func failureOfGraphvizIsTold() throws {
        try folder.write("#!/bin/sh\necho 'no fonts' >&2\nexit 3\n", to: "dot")
        try graph("--format", "svg", prelude: "chmod +x dot; PATH=.; export PATH")
            .expectRefusal(2, "error: Graphviz's `dot` failed: no fonts")
    }

    @Test func wrongUsage() throws {
        try graph("--depth", "0").expectRefusal(64, "--depth must be at least 1, found 0")
        try graph("--format", "png").expectRefusal(64, "'dot', 'mermaid' or 'svg'")
    }
}
