import Layers
import Networks
import SpecCompiler
import Tensors
import Testing

/// Which uses of modules a summary opens.
struct OutlineTests {
    private let summary: Summary

    init() throws {
        let modules = """
            modules:
              pair: {network: [{convolution: {name: conv, filters: 4, kernel: 1}}, relu]}
              outer: {network: [{pair: {name: first}}, {pair: {name: second}}, {max-pool: {name: pool, kernel: 2}}]}
              same: {network: []}
              only: {network: [{pair: {name: inner}}]}
            """
        let steps = """
              - outer: {name: a}
              - relu: {name: act}
              - same: {name: nothing}
              - only: {name: b}
            """
        summary = Summary(try experiment(steps: steps, modules: modules).network)
    }

    private func lines(_ depth: Int) -> [String] {
        summary.rows(toDepth: depth).map { "\($0.depth) \($0.path) \($0.type)" }
    }

    @Test func nothingThenStepsThenWhatTheyAreMadeOf() {
        #expect(lines(0) == [])
        #expect(lines(1) == ["0 a outer", "0 act relu", "0 nothing same", "0 b only"])
        #expect(
            lines(2) == [
                "0 a outer", "1 a/first pair", "1 a/second pair", "1 a/pool max-pool", "0 act relu", "0 nothing same",
                "0 b only", "1 b/inner pair",
            ])
        #expect(
            lines(3) == [
                "0 a outer", "1 a/first pair", "2 a/first/conv convolution", "2 a/first/relu relu", "1 a/second pair",
                "2 a/second/conv convolution", "2 a/second/relu relu", "1 a/pool max-pool", "0 act relu",
                "0 nothing same", "0 b only", "1 b/inner pair", "2 b/inner/conv convolution", "2 b/inner/relu relu",
            ])
        #expect(lines(9) == lines(3))
    }

    /// A module without layers at the end of another stands in it, not in the one that follows.
    @Test func emptyModulesStandWhereTheyAre() throws {
        let modules = """
            modules:
              open: {parameters: {body: {type: layers, default: []}}, network: [relu, "${body}"]}
            """
        let steps = "  - open: {name: a}\n  - open: {name: b}\n  - open: {name: c, body: [sigmoid]}\n"
        let rows = Summary(try experiment(steps: steps, modules: modules).network).rows(toDepth: 2)
        #expect(rows.map(\.path) == ["a", "a/relu", "a/body", "b", "b/relu", "b/body", "c", "c/relu", "c/body"])
    }

    @Test func aUseSumsUpItsLayers() throws {
        let module = try #require(summary.rows(toDepth: 1).first)
        #expect(module.cost.parameters == (3 * 4 + 4) + (4 * 4 + 4))
        #expect(module.cost.multiplyAdds == (3 * 4 + 4 * 4) * 32 * 32)
        #expect(module.cost.activationElements == 4 * 4 * 32 * 32 + 4 * 16 * 16)
        #expect(module.inputShapes == [[3, 32, 32]])
        #expect(module.outputShape == [4, 16, 16])
        #expect(summary.rows(toDepth: 1).map(\.cost).reduce(.zero, +) == summary.total)
        #expect(summary.layers.map(\.cost).reduce(.zero, +) == summary.total)
    }

    @Test func auxiliaryClassifiersAreOpenedAsModulesAreWhereTheyCount() throws {
        let modules = """
            modules:
              pair: {network: [{convolution: {name: conv, filters: 4, kernel: 1}}, relu]}
              outer:
                network:
                  - pair: {name: first}
                  - auxiliary: {name: aux, weight: 1, network: [{pair: {name: inner}}, {linear: {name: fc, outputs: 10}}]}
            """
        let steps = """
              - outer: {name: a}
              - auxiliary: {name: head, weight: 1, network: [{linear: {name: fc, outputs: 10}}]}
              - relu: {name: act}
              - linear: {name: scores, outputs: 10}
            """
        let network = try experiment(steps: steps, modules: modules).network
        func lines(_ phase: Phase) -> [String] {
            Summary(network, phase: phase).rows(toDepth: 9).map { "\($0.depth) \($0.path) \($0.type)" }
        }
        let first = ["0 a outer", "1 a/first pair", "2 a/first/conv convolution", "2 a/first/relu relu"]
        let last = ["0 act relu", "0 scores linear"]
        #expect(lines(.evaluation) == first + last)
        #expect(
            lines(.training) == first + [
                "1 a/aux auxiliary", "2 a/aux/inner pair", "3 a/aux/inner/conv convolution",
                "3 a/aux/inner/relu relu", "2 a/aux/fc linear", "0 head auxiliary", "1 head/fc linear",
            ] + last)
        let training = Summary(network, phase: .training)
        #expect(training.rows(toDepth: 1).map(\.cost).reduce(.zero, +) == training.total)
        #expect(training.rows(toDepth: 2).filter { $0.auxiliary == "a/aux" }.map(\.path) == ["a/aux"])
        #expect(training.leftOut == [] && Summary(network).leftOut == ["a/aux", "head"])
        // The first convolution's 3·4 + 4, its relu's 4·32² to the classifiers: 4·4 + 4 and 4·32²·10 + 10, and 4·32²·10 + 10.
        let classifier = 4 * 32 * 32 * 10 + 10
        #expect(Summary(network).parameters == 16 + classifier)
        #expect(training.parameters == 16 + 20 + 3 * classifier)
    }

    @Test func flatListsEveryLayerByItsPath() {
        #expect(
            summary.layers.map(\.path) == [
                "a/first/conv", "a/first/relu", "a/second/conv", "a/second/relu", "a/pool", "act", "b/inner/conv",
                "b/inner/relu",
            ])
    }
}
