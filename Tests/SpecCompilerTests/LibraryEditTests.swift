import Diagnostics
import Networks
import SpecCompiler
import SpecSyntax
import Tensors
import Testing

/// Changes from the command line, or of a spec that extends another, inside modules of libraries.
struct LibraryEditTests {
    private static let head = "netspec: 1\ninput: {channels: 3, height: 8, width: 8}\n"
    private static let block = """
        include: [parts.yaml]
        modules:
          block:
            parameters: {filters: integer, kernel: {type: size, default: 3}}
            network:
              - convolution: {name: conv, filters: "${filters}", kernel: "${kernel}"}
              - part: {name: end}
        """
    private static let files = [
        "lib/block.yaml": block,
        "lib/parts.yaml": "modules: {part: {network: [{convolution: {name: a, filters: 5, kernel: 1}}, relu]}}",
        "base.yaml": head
            + "include: [lib/block.yaml]\nnetwork:\n  - block: {name: x, filters: 4}\n  - block: {name: y, filters: 6}\n",
    ]

    private func compile(
        _ text: String = "extends: base.yaml", set overrides: [String] = [], besides others: [String: String] = [:]
    ) throws -> Compilation {
        let files = Self.files.merging(others.merging(["spec.yaml": text]) { $1 }) { $1 }
        return try SpecCompiler.compile("spec.yaml", from: .memory(files), overrides: overrides)
    }

    private func outline(_ compilation: Compilation) throws -> [String] {
        let words = DiagnosticText(colour: false).render(compilation.diagnostics)
        return try #require(compilation.experiment, "\(words)").network.nodes.map {
            "\($0.path) \($0.outputShape.lengths)"
        }
    }

    @Test func changesEveryUseOfTheModule() throws {
        let outline = try outline(
            compile(set: [
                "modules.block.parameters.kernel.default=1", "modules.part.network.a.filters=7",
                "modules.part.network.relu={sigmoid: {name: s}}",
            ]))
        #expect(
            outline == [
                "x/conv [4, 8, 8]", "x/end/a [7, 8, 8]", "x/end/s [7, 8, 8]", "y/conv [6, 8, 8]", "y/end/a [7, 8, 8]",
                "y/end/s [7, 8, 8]",
            ])
    }

    @Test func aSpecThatExtendsChangesInsertsAndRemovesInside() throws {
        let text = """
            extends: base.yaml
            changes: {modules.part.network.a.filters: 2}
            insert-before: {modules.block.network.end: [{batch-norm: {name: bn}}]}
            remove: [modules.part.network.relu]
            """
        let outline = try outline(compile(text, set: ["modules.part.network.a.filters=9"]))
        #expect(
            outline == [
                "x/conv [4, 6, 6]", "x/bn [4, 6, 6]", "x/end/a [9, 6, 6]", "y/conv [6, 4, 4]", "y/bn [6, 4, 4]",
                "y/end/a [9, 4, 4]",
            ])
    }

    /// What is written out is the changed module, and means the same.
    @Test func theResolvedSpecHoldsTheChange() throws {
        let changed = try compile(set: ["modules.part.network.a.filters=7"])
        let text = try #require(changed.experiment).resolved.text()
        #expect(try outline(SpecCompiler.compile(text: text)) == outline(changed))
    }

    @Test func aModuleOfTheSpecItselfComesFirst() throws {
        let own = "modules: {part: {network: [{convolution: {name: own, filters: 3, kernel: 1}}]}}"
        let text =
            Self.head
            + "include: [lib/block.yaml]\n\(own)\nnetwork: [{part: {name: p}}, {block: {name: x, filters: 4}}]"
        let outline = try outline(compile(text, set: ["modules.part.network.own.filters=8"]))
        #expect(outline.prefix(3) == ["p/own [8, 8, 8]", "x/conv [4, 6, 6]", "x/end/a [5, 6, 6]"])
    }

    @Test(arguments: [
        ("modules.blok.network.conv.filters=1", "1:9 override-path", "modules.block.network.conv.filters=1"),
        ("modules.block.network.cnv.filters=1", "1:23 override-path", "modules.block.network.conv.filters=1"),
        ("modules.part.network.a.filter=1", "1:24 unknown-key", "modules.part.network.a.filters=1"),
        ("modules.part.network.a.filters=many", "1:1 wrong-type", ""),
        ("modules.same.network.relu={tanh: {}}", "1:9 ambiguous-module", "of its own"),
    ]) func mistakesAreTold(change: String, place: String, help: String) throws {
        let text =
            Self.head + "include: [lib/block.yaml, one.yaml, two.yaml]\nnetwork: [{block: {name: x, filters: 4}}]"
        let same = "modules: {same: {network: [relu]}}"
        let compilation = try compile(text, set: [change], besides: ["one.yaml": same, "two.yaml": same])
        let found = try #require(compilation.diagnostics.first)
        let start = try #require(found.span?.start)
        #expect(
            "\(start.line):\(start.column) \(found.code)" == place, "\(DiagnosticText(colour: false).render(found))")
        #expect(help.isEmpty || found.help?.contains(help) ?? false, "\(found)")
        #expect(compilation.experiment == nil)
    }
}
