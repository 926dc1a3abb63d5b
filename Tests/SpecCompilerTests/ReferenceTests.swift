import Diagnostics
import Networks
import SpecCompiler
import SpecModules
import SpecSyntax
import Testing

/// The table of what names in a spec refer to. Places are counted in the texts here.
struct ReferenceTests {
    private static let files = [
        "spec.yaml": """
        netspec: 1
        extends: base.yaml
        changes: {network.last: {linear: {outputs: "${classes}", from: u/inner}}}
        """,
        "base.yaml": """
        netspec: 1
        include: [lib.yaml]
        input: {channels: 3, height: 8, width: 8}
        classes: 10
        network:
          - relu: {name: act}
          - repeat: {name: r, times: 2, index: n, network: [{unit: {width: "${n * 4}"}}]}
          - unit: {name: u, width: "${classes}"}
          - add: {from: [act, input]}
          - linear: {name: last, outputs: 10}
          - auxiliary: {name: side, weight: 1, from: r_1/unit, network: [{linear: {from: input, outputs: 10}}]}
        """,
        "lib.yaml": """
        modules:
          unit:
            parameters: {width: integer, twice: {type: integer, default: "${width * 2}"}, body: {type: layers, default: []}}
            expects: {height: "8"}
            network:
              - convolution: {name: inner, filters: "${width}", kernel: 1, from: input}
              - convolution: {filters: "${twice - width}", kernel: 1}
        """,
    ]

    /// `file:line:column of the name → file:line:column of what defines it`, by kind.
    private func references(_ kind: Reference.Kind) throws -> [String] {
        let compilation = try SpecCompiler.compile("spec.yaml", from: .memory(Self.files))
        return compilation.references.references.filter { $0.kind == kind }.map {
            "\(place($0.name)) \($0.name.text ?? "") → \(place($0.definition))"
        }.sorted()
    }

    private func place(_ span: SourceSpan) -> String {
        "\(span.file.path):\(span.start.line):\(span.start.column)"
    }

    @Test func filesLeadToTheirBeginnings() throws {
        #expect(try references(.base) == ["spec.yaml:2:10 base.yaml → base.yaml:1:1"])
        #expect(try references(.include) == ["base.yaml:2:11 lib.yaml → lib.yaml:1:1"])
    }

    @Test func sourcesLeadToSteps() throws {
        #expect(
            try references(.source)
                == [
                    // What arrives at the auxiliary classifier is what its step branches off.
                    "base.yaml:11:82 input → base.yaml:11:5",
                    // The first iteration has the name of its `repeat`; what is in it is a step of its own.
                    "base.yaml:11:46 r_1/unit → base.yaml:7:54",
                    "base.yaml:9:18 act → base.yaml:6:18",
                    "base.yaml:9:23 input → base.yaml:3:1",
                    "lib.yaml:6:74 input → lib.yaml:2:3",
                    "spec.yaml:3:64 u/inner → lib.yaml:6:29",
                ].sorted())
    }

    @Test func usesLeadToModules() throws {
        #expect(
            try references(.module) == ["base.yaml:7:54 unit → lib.yaml:2:3", "base.yaml:8:5 unit → lib.yaml:2:3"])
        #expect(
            try references(.parameter) == [
                "base.yaml:7:61 width → lib.yaml:3:18", "base.yaml:8:21 width → lib.yaml:3:18",
            ])
    }

    @Test func namesInExpressionsLeadToWhatHasThem() throws {
        #expect(
            try references(.value)
                == [
                    "base.yaml:7:71 n → base.yaml:7:40",
                    "base.yaml:8:31 classes → base.yaml:4:1",
                    "lib.yaml:3:69 width → lib.yaml:3:18",
                    "lib.yaml:6:48 width → lib.yaml:3:18",
                    "lib.yaml:7:35 twice → lib.yaml:3:34",
                    "lib.yaml:7:43 width → lib.yaml:3:18",
                    "spec.yaml:3:47 classes → base.yaml:4:1",
                ].sorted())
    }

    @Test func aPlaceInANameLeadsToItsDefinition() throws {
        let compilation = try SpecCompiler.compile("spec.yaml", from: .memory(Self.files))
        let base = try #require(compilation.stages.whole?.bases.first)
        func definitions(_ line: Int, _ column: Int) -> [String] {
            compilation.references.definitions(at: SourcePosition(line: line, column: column), in: base).map(place)
        }
        #expect(definitions(8, 5) == ["lib.yaml:2:3"])
        #expect(definitions(8, 8) == ["lib.yaml:2:3"])
        #expect(definitions(8, 9) == [])
        let module = try #require(compilation.stages.library?.definitions.first)
        #expect(
            compilation.references.names(of: module.nameSpan).map(place).sorted() == [
                "base.yaml:7:54", "base.yaml:8:5", "lib.yaml:6:74",
            ])
    }

    /// What is found before a mistake, and behind it, is there all the same.
    @Test func aSpecWithMistakesHasReferences() throws {
        let text = """
            netspec: 1
            input: {channels: 3, height: 8, width: 8}
            classes: 10
            modules: {unit: {network: [relu]}}
            network: [{unit: {name: u}}, {linaer: {outputs: "${classes}", from: u, bias: 7}}]
            """
        let compilation = SpecCompiler.compile(text: text)
        #expect(compilation.experiment == nil)
        #expect(compilation.references.references.map(\.kind) == [.module, .source, .value])
        #expect(compilation.stages.built?.nodes.map { $0?.path } == ["u/relu", nil])
    }
}
