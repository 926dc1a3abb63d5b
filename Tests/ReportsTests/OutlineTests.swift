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

    @Test func flatListsEveryLayerByItsPath() {
        #expect(
            summary.layers.map(\.path) == [
                "a/first/conv", "a/first/relu", "a/second/conv", "a/second/relu", "a/pool", "act", "b/inner/conv",
                "b/inner/relu",
            ])
    }
}
