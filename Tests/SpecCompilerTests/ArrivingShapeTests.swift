import Diagnostics
import Networks
import SpecCompiler
import Tensors
import TestSupport
import Testing

/// What `${input.channels}`, `${input.height}` and `${input.width}` stand for, by the shapes that layers then have.
struct ArrivingShapeTests {
    private func compilation(_ text: String) -> Compilation {
        SpecCompiler.compile(text: "netspec: 1\ninput: {channels: 3, height: 32, width: 24}\n" + text)
    }

    private func shapes(_ text: String) throws -> [String: String] {
        let compilation = compilation(text)
        #expect(compilation.diagnostics.filter { $0.severity == .error }.map(\.message) == [])
        let nodes = try #require(compilation.experiment).network.nodes
        return Dictionary(nodes.map { ($0.path, $0.outputShape.description) }) { first, _ in first }
    }

    @Test func theyAreOfWhatArrivesAtTheModuleAround() throws {
        let shapes = try shapes(
            """
            modules:
              squeeze:
                parameters: {ratio: {type: integer, default: 4}, hidden: {type: integer, default: "${input.channels / ratio}"}}
                network:
                  - global-average-pool
                  - convolution: {name: narrow, filters: "${hidden}", kernel: 1}
                  - convolution: {name: wide, filters: "${input.channels}", kernel: 1}
              outer: {network: [{max-pool: {kernel: 2}}, {squeeze: {name: inner}}, {linear: {outputs: "${input.height * input.width}"}}]}
            network:
              - convolution: {name: first, filters: "${input.channels * 8 + input.height}", kernel: 1}
              - outer: {name: o}
              - linear: {outputs: "${input.width}"}
            """)
        #expect(shapes["first"] == "[56, 32, 24]")
        #expect(shapes["o/inner/narrow"] == "[14, 1, 1]" && shapes["o/inner/wide"] == "[56, 1, 1]")
        // The module's input is 32×24, before its own pooling.
        #expect(shapes["o/linear"] == "[768]" && shapes["linear"] == "[24]")
    }

    /// Parameters and lists have names of their own.
    @Test func namesWithoutInputAreOthers() throws {
        let shapes = try shapes(
            """
            modules:
              m: {parameters: {channels: integer}, network: [{convolution: {name: c, filters: "${channels + input.channels}", kernel: 1}}]}
            network:
              - m: {channels: 5}
              - repeat: {for: {width: [7, 9]}, network: [{convolution: {name: c, filters: "${width}", kernel: 1}}]}
            """)
        #expect(shapes["m/c"] == "[8, 32, 24]" && shapes["repeat_2/c"] == "[9, 32, 24]")
    }

    @Test func anAuxiliaryClassifierHasItsOwn() throws {
        let shapes = try shapes(
            """
            network:
              - convolution: {filters: 6, kernel: 1}
              - auxiliary:
                  name: head
                  weight: 0.3
                  network: [{convolution: {name: c, filters: "${input.channels * 2}", kernel: 1}}, {linear: {outputs: 2}}]
              - linear: {outputs: 2}
            """)
        #expect(shapes["head/c"] == "[12, 32, 24]")
    }

    /// What cannot be known for a mistake before is no second mistake; a row has no height.
    @Test(arguments: [
        (
            "  - convolution: {filters: 4, kernel: 99}\n  - m\n", ["shape"]
        ),
        ("  - rleu\n  - m\n", ["unknown-layer"]),
        ("  - linear: {outputs: 4}\n  - tall\n", ["unknown-parameter"]),
        ("  - linear: {outputs: \"${input.chanels}\"}\n", ["unknown-parameter"]),
        ("  - linear: {outputs: \"${channels}\"}\n", ["unknown-parameter"]),
        ("  - convolution: {filters: 2147483647, kernel: 1}\n  - m\n", ["shape"]),
    ]) func mistakesAreToldOnce(steps: String, codes: [String]) {
        let modules = """
            modules:
              m: {network: [{linear: {outputs: "${input.channels}"}}]}
              tall: {network: [{linear: {outputs: "${input.height}"}}]}

            """
        let found = compilation(modules + "network:\n" + steps).diagnostics.filter { $0.severity == .error }
        #expect(found.map(\.code.rawValue) == codes)
        if steps.contains("channels") || steps.contains("chanels") {
            #expect(found.first?.help?.contains("write `${input.channels}`") ?? false)
        }
    }
}
