import SpecModules
import TestSupport
import Testing

@Suite("auxiliary classifiers")
struct AuxiliaryTests {
    @Test("they branch off the step before, or the one that `from` names, and leave the chain as it is")
    func chain() {
        expect(
            """
            network:
              - relu: {name: a}
              - auxiliary: {name: first, weight: 0.3, network: [relu, {linear: {outputs: "${classes}"}}]}
              - relu: {name: b}
              - auxiliary: {weight: 1, from: a, network: [{linear: {name: scores, outputs: 7}}]}
              - relu
            """,
            layers: [
                "a: relu(input)", "first/relu: relu(a)", "first/linear: linear(first/relu) outputs=7", "b: relu(a)",
                "auxiliary/scores: linear(a) outputs=7", "relu: relu(b)",
            ],
            auxiliaries: [
                "first: 0.3 (a) first/relu, first/linear → first/linear",
                "auxiliary: 1.0 (a) auxiliary/scores → auxiliary/scores",
            ])
    }

    @Test("they have names of their own, and `input` is what they branch off")
    func names() {
        expect(
            """
            network:
              - relu: {name: a}
              - auxiliary:
                  name: head
                  weight: 0.5
                  network:
                    - relu: {name: a}
                    - add: {from: [input, a]}
              - relu: {from: a}
            """,
            layers: ["a: relu(input)", "head/a: relu(a)", "head/add: add(a, head/a)", "relu: relu(a)"],
            auxiliaries: ["head: 0.5 (a) head/a, head/add → head/add"])
    }

    @Test("modules can have them, with a weight from a parameter, and they can use modules")
    func modules() {
        expect(
            """
            modules:
              head: {parameters: {classes: integer}, network: [relu, {linear: {name: fc, outputs: "${classes}"}}]}
              stage:
                parameters: {share: number, classes: integer}
                network:
                  - relu
                  - auxiliary: {name: loss, weight: "${share}", network: [{head: {classes: "${classes}"}}]}
            network:
              - stage: {name: s, share: 0.25, classes: 9}
              - linear: {outputs: 9}
            """,
            layers: [
                "s/relu: relu(input)", "s/loss/head/relu: relu(s/relu)",
                "s/loss/head/fc: linear(s/loss/head/relu) outputs=9", "linear: linear(s/relu) outputs=9",
            ],
            auxiliaries: ["s/loss: 0.25 (s/relu) s/loss/head/relu, s/loss/head/fc → s/loss/head/fc"])
    }

    @Test("a branch's name goes to its last layer, whatever stands behind that on the side")
    func branches() {
        expect(
            """
            network:
              - add:
                  left: [{relu: {name: a}}, relu, {auxiliary: {name: x, weight: 1, network: [{linear: {outputs: 1}}]}}]
                  right: []
            """,
            layers: ["a: relu(input)", "left: relu(a)", "x/linear: linear(left) outputs=1", "add: add(left, input)"],
            auxiliaries: ["x: 1.0 (left) x/linear → x/linear"])
    }

    @Test("mistakes are reported once, at their place, with their remedy", arguments: forms + places)
    func mistakes(_ mistake: MistakeCase) {
        mistake.check(Expanded(mistake.text).diagnostics)
    }

    private static let forms = [
        MistakeCase(
            "network: [relu, auxiliary]",
            "1:17 missing-field `auxiliary` needs the field `weight`",
            "1:17 missing-field `auxiliary` needs the field `network` | a list of layers"),
        MistakeCase(
            "network: [relu, {auxiliary: {weight: 0, network: [relu]}}]",
            "1:38 wrong-type `weight` must be a number above 0, found `0` | write, for example, `weight: 0.3`"),
        MistakeCase(
            "network: [relu, {auxiliary: {weight: -0.3, network: [relu]}}]", "1:38 wrong-type found `-0.3`"),
        MistakeCase(
            "network: [relu, {auxiliary: {weight: 0.3, network: relu}}]",
            "1:52 wrong-type `network` must be a list of layers, found `relu`"),
        MistakeCase(
            "network: [relu, {auxiliary: {wieght: 0.3, network: [relu]}}]",
            "1:30 unknown-key `auxiliary` has no field `wieght` | write `weight`"),
        MistakeCase(
            "network: [relu, {auxiliary: {weight: '${x}', network: [rleu, {linear: {outputs: '${y}'}}]}}]",
            "1:41 unknown-parameter there is no value `x`", "1:56 unknown-layer | write `relu`",
            "1:84 unknown-parameter there is no value `y`"),
        MistakeCase(
            "network: [relu, {auxiliary: {weight: 1, network: [rleu, {linear: {outputs: '${y}'}}]}}]",
            "1:51 unknown-layer | write `relu`", "1:79 unknown-parameter there is no value `y`"),
        MistakeCase(
            "network: [relu, {auxiliary: {name: x, weight: 1, network: []}}, rleu]",
            "1:59 empty-network the auxiliary classifier `x` must have at least one layer | `linear`",
            "1:65 unknown-layer"),
        MistakeCase("network: [relu, {auxilliary: {weight: 1}}]", "1:18 unknown-layer | write `auxiliary`"),
        MistakeCase(
            "modules: {auxiliary: {network: []}}\nnetwork: [relu]",
            "1:11 duplicate-module a module must not have the name of a layer, `auxiliary`"),
        MistakeCase(
            "network: [{relu: {name: a}}, relu, {auxiliary: {weight: 1, from: [a, relu], network: [relu]}}]",
            "1:70 input-count `auxiliary` takes one input"),
    ]

    private static let places = [
        MistakeCase(
            """
            network:
              - relu
              - auxiliary:
                  name: outer
                  weight: 1
                  network: [relu, {auxiliary: {weight: 1, network: [relu]}}]
            """,
            "6:24 auxiliary-place must not stand inside another, and this one is in `outer` | move it out of `outer`"),
        MistakeCase(
            """
            modules: {m: {network: [relu, {auxiliary: {name: inner, weight: 1, network: [relu]}}]}}
            network: [relu, {auxiliary: {name: outer, weight: 1, network: [m]}}]
            """, "1:32 auxiliary-place this one is in `outer`"),
        MistakeCase(
            "network: [relu, {auxiliary: {name: x, weight: 1, network: [relu]}}, {relu: {from: x}}]",
            "1:83 unknown-source `x` is an auxiliary classifier, which nothing can read | name the layer that `x`"),
        MistakeCase(
            """
            modules: {m: {network: [relu, {auxiliary: {name: x, weight: 1, network: [relu]}}]}}
            network: [{m: {name: a}}, {relu: {from: a/x/relu}}]
            """, "2:41 unknown-source `a/x` is an auxiliary classifier"),
        MistakeCase(
            "network: [{relu: {name: a}}, {auxiliary: {name: x, weight: 1, network: [{relu: {from: a}}]}}]",
            "1:87 unknown-source there is no `a` before this one | inside `x` name its own steps or `input`"),
        MistakeCase(
            "network: [{auxiliary: {name: x, weight: 1, from: a, network: [relu]}}, {relu: {name: a}}]",
            "1:50 unknown-source `a` comes later"),
        MistakeCase(
            "network: [{relu: {name: x}}, {auxiliary: {name: x, weight: 1, network: [relu]}}]",
            "1:49 duplicate-name `x` is taken"),
    ]

    private func expect(
        _ text: String, layers: [String], auxiliaries: [String], sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let expanded = Expanded("classes: 7\n" + text)
        #expect(expanded.diagnostics.map(described) == [], sourceLocation: sourceLocation)
        #expect(expanded.outline == layers, sourceLocation: sourceLocation)
        #expect(expanded.auxiliaries == auxiliaries, sourceLocation: sourceLocation)
    }
}
