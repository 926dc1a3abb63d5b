import Diagnostics
import SpecModules
import SpecSyntax
import TestSupport
import Testing

@Suite("expansion")
struct ExpansionTests {
    @Test("layers chain, and `from` breaks the chain")
    func chain() {
        expectOutline(
            """
            network:
              - convolution: {name: a, filters: 3}
              - relu
              - relu: {from: a}
              - add: {name: sum, from: [relu, relu_2]}
              - concat: {from: [input, sum, a]}
            """,
            "a: convolution(input) filters=3", "relu: relu(a)", "relu_2: relu(a)", "sum: add(relu, relu_2)",
            "concat: concat(input, sum, a)")
    }

    @Test("branches begin at one place and share the names around them")
    func branches() {
        expectOutline(
            """
            network:
              - relu: {name: first}
              - concat:
                  name: join
                  left:
                    - relu: {name: inner}
                    - linear: {outputs: 1}
                  right: [relu]
              - add: {from: first, short: [], long: [{linear: {outputs: 2}}]}
              - relu: {from: inner}
            """,
            "first: relu(input)", "inner: relu(first)", "left: linear(inner) outputs=1", "right: relu(first)",
            "join: concat(left, right)", "long: linear(first) outputs=2", "add: add(first, long)", "relu: relu(inner)")
    }

    @Test("modules nest, take defaults, and their parts have paths")
    func modules() {
        expectOutline(
            """
            modules:
              unit:
                parameters: {filters: integer, kernel: {type: size, default: [3, 5]}, bias: {type: boolean, default: no}}
                network:
                  - convolution: {name: conv, filters: "${filters}", kernel: "${kernel}", bias: "${bias}"}
                  - relu
              pair:
                parameters: {width: integer}
                network:
                  - concat:
                      1x1: [{unit: {filters: "${width / 2}", kernel: 1}}]
                      wide: [{unit: {name: u, filters: "${width * 2 - 1}", bias: yes}}]
            network:
              - pair: {name: a, width: 6}
              - relu: {from: a/1x1/conv}
              - add: {from: [a, a/u]}
            """,
            "a/1x1/conv: convolution(input) filters=3 kernel=1 bias=no", "a/1x1/relu: relu(a/1x1/conv)",
            "a/u/conv: convolution(input) filters=11 kernel=[3, 5] bias=yes", "a/u/relu: relu(a/u/conv)",
            "a/concat: concat(a/1x1/relu, a/u/relu)", "relu: relu(a/1x1/conv)", "add: add(a/concat, a/u/relu)")
    }

    @Test("a module without steps, and one that ends in a branchless join, pass on what arrives")
    func empty() {
        expectOutline(
            "modules: {nothing: {network: []}}\nnetwork: [relu, nothing, {linear: {from: nothing, outputs: 1}}]",
            "relu: relu(input)", "linear: linear(relu) outputs=1")
    }

    @Test("what modules are and expect")
    func uses() throws {
        let expanded = Expanded(
            """
            modules:
              unit:
                parameters: {planes: integer}
                expects: {channels: "${ planes }", height: "${planes * 2}", width: 7}
                network: [relu, relu]
            network: [relu, {unit: {name: u, planes: 3}}]
            """)
        #expect(expanded.diagnostics.map(described) == [])
        let network = try #require(expanded.network)
        #expect(network.modules.map(\.path) == ["u"])
        #expect(network.modules[0].layers == 1..<3)
        #expect(network.modules[0].output == .layer(2))
        #expect(network.modules[0].arguments.map(\.key) == ["planes"])
        #expect(network.expectations.map(\.axis) == ["channels", "height", "width"])
        #expect(network.expectations.map(\.length) == [3, 6, 7])
        #expect(network.expectations.map(\.parameter) == ["planes", nil, nil])
        #expect(network.expectations.map(\.span.start.line) == [6, 4, 4])
    }

    @Test("a network of 20,000 layers without names is named in no time")
    func manyNames() {
        let text = "network:\n" + String(repeating: "- relu\n", count: 20_000)
        let clock = ContinuousClock()
        let time = clock.measure { #expect(Expanded(text).outline.last == "relu_20000: relu(relu_19999)") }
        #expect(time < .seconds(5))
    }
}
