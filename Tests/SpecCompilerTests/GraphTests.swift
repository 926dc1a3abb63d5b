import Layers
import Networks
import Testing

/// Networks that are no chain: residual blocks, branches, modules in modules.
struct GraphTests {
    private func inputs(_ network: Network, of path: String) throws -> [String] {
        let node = try #require(network.nodes.first { $0.path == path }, "there is no `\(path)`")
        return node.inputs.map { $0.node.map { network.nodes[$0].path } ?? "input" }
    }

    @Test func residualBlockWithAnIdentityBranch() throws {
        let network = try network(
            """
              - convolution: {name: stem, filters: 4, kernel: 3, pad: 1}
              - add:
                  name: sum
                  body:
                    - convolution: {name: one, filters: 4, kernel: 3, pad: same}
                    - relu: {name: act}
                    - convolution: {name: two, filters: 4, kernel: 3, pad: same}
                  shortcut: []
              - relu: {name: last}
            """)
        #expect(try inputs(network, of: "one") == ["stem"])
        #expect(try inputs(network, of: "sum") == ["two", "stem"])
        #expect(try inputs(network, of: "last") == ["sum"])
        #expect(try network.lengths(at: "sum") == [4, 8, 8])
        #expect(Summary(network).parameters == (9 * 3 * 4 + 4) + 2 * (9 * 4 * 4 + 4))
    }

    @Test func residualBlockByNames() throws {
        let network = try network(
            """
              - convolution: {name: stem, filters: 4, kernel: 1}
              - convolution: {name: body, filters: 6, kernel: 3, stride: 2, pad: 1}
              - convolution: {name: shortcut, from: stem, filters: 6, kernel: 1, stride: 2}
              - add: {name: sum, from: [body, shortcut]}
              - concat: {name: both, from: [sum, shortcut, sum]}
              - relu: {name: side, from: input}
            """)
        #expect(try inputs(network, of: "shortcut") == ["stem"])
        #expect(try inputs(network, of: "sum") == ["body", "shortcut"])
        #expect(try inputs(network, of: "both") == ["sum", "shortcut", "sum"])
        #expect(try network.lengths(at: "both") == [18, 4, 4])
        #expect(try inputs(network, of: "side") == ["input"])
    }

    @Test func identityBranchAtTheInput() throws {
        let network = try network("  - concat: {name: both, whole: [], half: [{convolution: {filters: 2, kernel: 1}}]}")
        #expect(try inputs(network, of: "both") == ["input", "half"])
        #expect(try network.lengths(at: "both") == [5, 8, 8])
    }

    @Test func modulesInModules() throws {
        let network = try network(
            """
              - stage: {name: first, width: 4, blocks-kernel: 3}
              - stage: {name: second, width: 8}
              - relu: {name: inside, from: first/left/conv}
            """,
            modules: """
                modules:
                  unit:
                    parameters: {filters: integer, kernel: size}
                    network:
                      - convolution: {name: conv, filters: "${filters}", kernel: "${kernel}", pad: same}
                      - batch-norm: {name: bn}
                  stage:
                    parameters: {width: integer, blocks-kernel: {type: size, default: 1}}
                    network:
                      - unit: {name: left, filters: "${width * 2}", kernel: "${blocks-kernel}"}
                      - unit: {name: right, filters: "${width / 2 + 1}", kernel: "${blocks-kernel}"}
                """)
        #expect(
            network.nodes.map(\.path) == [
                "first/left/conv", "first/left/bn", "first/right/conv", "first/right/bn", "second/left/conv",
                "second/left/bn", "second/right/conv", "second/right/bn", "inside",
            ])
        #expect(
            network.modules.map(\.path).sorted() == [
                "first", "first/left", "first/right", "second", "second/left", "second/right",
            ])
        #expect(try network.lengths(at: "first/left") == [8, 8, 8])
        #expect(try network.lengths(at: "first") == [3, 8, 8])
        #expect(try network.lengths(at: "second") == [5, 8, 8])
        #expect(try network.parameterCount(at: "first/left") == 9 * 3 * 8 + 3 * 8)
        #expect(try network.parameterCount(at: "first") == (9 * 3 * 8 + 3 * 8) + (9 * 8 * 3 + 3 * 3))
        #expect(try inputs(network, of: "inside") == ["first/left/conv"])
    }

    @Test func namesWithoutNames() throws {
        let network = try network(
            "  - relu\n  - relu\n  - add: {left: [relu], right: [relu, relu, relu], from: relu}")
        #expect(network.nodes.map(\.path) == ["relu", "relu_2", "left", "relu_3", "relu_4", "right", "add"])
    }
}
