import Diagnostics
import Layers
import Networks
import SpecCompiler
import SpecModules
import Tensors
import Testing

/// What `weights-from` makes of a network: whose parameters a layer has, by its path, and what counts once.
struct SharedWeightsTests {
    /// 3×3 of 8 into 8 channels with biases, 584 numbers, on 8×8 places twice: 2 · 36,864 multiply-adds. `fc` in the auxiliary
    /// classifier and `last` have 8 · 5 + 5 = 45.
    private static let spec = """
        netspec: 1
        input: {channels: 8, height: 8, width: 8}
        classes: 5
        network:
          - repeat:
              name: turn
              times: 2
              index: i
              network:
                - convolution: {name: conv, when: "${i == 1}", filters: 8, kernel: 3, pad: 1}
                - convolution: {name: again, when: "${i == 2}", filters: 8, kernel: 3, pad: 1, weights-from: turn_1/conv}
          - auxiliary: {name: head, weight: 0.5, network: [global-average-pool, {linear: {name: fc, outputs: 5}}]}
          - global-average-pool
          - linear: {name: last, outputs: 5, weights-from: head/fc}
          - auxiliary: {name: tail, weight: 0.5, from: turn, network: [global-average-pool, {linear: {outputs: 5, weights-from: last}}]}
        """

    private func network(_ text: String) throws -> Network {
        let result = SpecCompiler.compile(text: text)
        return try #require(result.experiment, "\(result.diagnostics.map(\.message))").network
    }

    @Test func countsOnce() throws {
        let text = Self.spec.replacing("weights-from: last", with: "weights-from: head/fc")
        let network = try network(text)
        let used = Summary(network)
        #expect(used.parameters == 584 + 45)
        #expect(used.multiplyAdds == 2 * 36_864 + 40)
        let trained = Summary(network, phase: .training)
        #expect(trained.parameters == 584 + 45)
        #expect(trained.multiplyAdds == 2 * 36_864 + 3 * 40)
        #expect(
            network.learnedParameters.map(\.path) == [
                "turn_1/conv.weight", "turn_1/conv.bias", "head/fc.weight", "head/fc.bias",
            ])
    }

    @Test func aChainIsToldWhoseTheyAre() throws {
        let result = SpecCompiler.compile(text: Self.spec)
        #expect(
            result.diagnostics.map(\.message) == [
                "the `weight` of `last` is that of `head/fc`, and must be named as such"
            ])
        #expect(result.diagnostics.first?.help == "name `head/fc`")
    }

    @Test func someAreItsOwn() throws {
        let network = try network(
            """
            netspec: 1
            input: {channels: 4, height: 1, width: 1}
            network:
              - linear: {name: a, outputs: 4}
              - linear: {name: b, outputs: 4, weights-from: {weight: a}}
              - linear: {name: c, outputs: 4, bias: false, weights-from: a}
              - linear: {name: d, outputs: 4, weights-from: {weight: a, bias: b}}
            """)
        #expect(network.learnedParameters.map(\.path) == ["a.weight", "a.bias", "b.bias"])
        #expect(network.nodes[3].shared == [0: .init(node: 0, index: 0), 1: .init(node: 1, index: 1)])
        #expect(Summary(network).parameters == 16 + 4 + 4)
        #expect(network.sharedParameters.map(\.uses.count) == [4, 2])
    }

    /// A mistake in what is named, or in the layer itself, is told once.
    @Test func followsNoMistake() {
        let result = SpecCompiler.compile(
            text: """
                netspec: 1
                input: {channels: 4, height: 1, width: 1}
                network:
                  - linear: {name: a, outptus: 4}
                  - linear: {name: b, outputs: 4, weights-from: a}
                  - linaer: {name: c, outputs: 4}
                  - linear: {name: d, outputs: 4, weights-from: c}
                """)
        #expect(result.diagnostics.map(\.code) == [.unknownKey, .unknownLayer])
    }

    @Test func namesReferToLayers() throws {
        let compilation = SpecCompiler.compile(text: Self.spec)
        #expect(compilation.references.references.count { $0.kind == .weights } == 3)
    }
}
