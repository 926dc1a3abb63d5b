import Diagnostics
import SpecModules
import SpecSyntax
import TestSupport
import Testing

@Suite("repeat")
struct RepeatTests {
    @Test("iterations follow one another, each with names of its own")
    func iterations() {
        expectOutline(
            """
            network:
              - relu: {name: first}
              - repeat:
                  name: block
                  times: 2
                  network:
                    - convolution: {name: conv, filters: 3}
                    - add: {from: [conv, first]}
              - relu: {from: block}
              - add: {from: [block_1, block_2/conv, block_1/add]}
            """,
            "first: relu(input)", "block_1/conv: convolution(first) filters=3", "block_1/add: add(block_1/conv, first)",
            "block_2/conv: convolution(block_1/add) filters=3", "block_2/add: add(block_2/conv, first)",
            "relu: relu(block_2/add)", "add: add(block_1/add, block_2/conv, block_1/add)")
    }

    @Test("the index counts from 1, in any `${…}` of the steps")
    func index() {
        expectOutline(
            """
            modules:
              unit: {parameters: {width: integer}, network: [{linear: {outputs: "${width}"}}]}
            classes: 3
            network:
              - repeat:
                  times: "${classes - 1}"
                  index: i
                  network:
                    - unit: {name: "u${i}", width: "${i * 64}"}
                    - repeat: {name: inner, index: k, times: "${i}", network: [{linear: {outputs: "${i * 10 + k}"}}]}
            """,
            "repeat_1/u1/linear: linear(input) outputs=64",
            "repeat_1/inner_1/linear: linear(repeat_1/u1/linear) outputs=11",
            "repeat_2/u2/linear: linear(repeat_1/inner_1/linear) outputs=128",
            "repeat_2/inner_1/linear: linear(repeat_2/u2/linear) outputs=21",
            "repeat_2/inner_2/linear: linear(repeat_2/inner_1/linear) outputs=22")
    }

    @Test("over lists, every name with the value of its place, of whatever type")
    func lists() {
        expectOutline(
            """
            modules:
              unit: {parameters: {width: integer, kernel: size}, network: [{linear: {outputs: "${width}", kernel: "${kernel}"}}]}
            classes: 3
            network:
              - repeat:
                  for: {width: [64, "${classes * 2}"], kernel: [[1, 3], 5]}
                  index: i
                  network: [{unit: {name: "u${i}", width: "${width}", kernel: "${kernel}"}}]
            """,
            "repeat_1/u1/linear: linear(input) outputs=64 kernel=[1, 3]",
            "repeat_2/u2/linear: linear(repeat_1/u1/linear) outputs=6 kernel=5")
    }

    @Test("no times, or over empty lists, is nothing: what follows reads what stands before")
    func none() {
        expectOutline(
            """
            modules:
              deep: {parameters: {depth: integer}, network: [{repeat: {name: r, times: "${depth - 1}", network: [relu]}}, {relu: {from: r}}]}
            network:
              - relu
              - deep: {depth: 1}
              - repeat: {for: {i: []}, network: [{linear: {outputs: "${i}"}}]}
              - add: {from: [repeat, relu]}
            """,
            "relu: relu(input)", "deep/relu: relu(relu)", "add: add(deep/relu, relu)")
    }

    @Test("in modules and branches; without a name it is called after its branch or `repeat`")
    func places() {
        expectOutline(
            """
            modules:
              deep: {parameters: {depth: integer}, network: [{repeat: {times: "${depth}", network: [relu]}}]}
            network:
              - concat:
                  left: [{deep: {depth: 2}}]
                  right: [{repeat: {times: 1, network: [relu, {relu: {from: input}}]}}]
              - repeat: {times: 1, network: [relu]}
              - repeat: {times: 1, network: []}
              - relu
            """,
            "left/repeat_1/relu: relu(input)", "left/repeat_2/relu: relu(left/repeat_1/relu)",
            "right_1/relu: relu(input)", "right_1/relu_2: relu(input)",
            "concat: concat(left/repeat_2/relu, right_1/relu_2)",
            "repeat_1/relu: relu(concat)", "relu: relu(repeat_1/relu)")
    }

    @Test("each iteration is told of as a part of the network")
    func parts() throws {
        let network = try #require(
            Expanded("network: [{repeat: {name: b, times: 2, network: [relu, relu]}}]").network)
        #expect(network.modules.map(\.path) == ["b_1", "b_2"])
        #expect(network.modules.map(\.layers) == [0..<2, 2..<4])
    }

    @Test("10,000 iterations are expanded, and iterations without steps come to an end")
    func many() {
        let expanded = Expanded(
            "network: [{repeat: {times: 10_000, index: i, network: [{linear: {outputs: '${i}'}}]}}]")
        #expect(expanded.outline.last == "repeat_10000/linear: linear(repeat_9999/linear) outputs=10000")
        let empty = Expanded(
            "network: [{repeat: {times: 20000, network: [{repeat: {times: 20000, network: []}}]}}]")
        #expect(empty.diagnostics.map(\.code.rawValue) == ["too-many-layers"])
    }

    @Test("mistakes are reported once, at their places", arguments: mistakes)
    func isTold(_ mistake: MistakeCase) {
        mistake.check(Expanded("network:\n" + mistake.text).diagnostics)
    }

    @Test("a mistake in an iteration says which iteration it is in")
    func trace() {
        let expanded = Expanded(
            "network: [{repeat: {name: b, times: 3, index: i, network: [{linear: {outputs: '${6 / i / 2}'}}]}}]")
        #expect(expanded.diagnostics.map(\.code.rawValue) == ["division"])
        #expect(expanded.diagnostics.first?.notes.map(\.message) == ["in `b_2`, iteration 2 of 3"])
    }

    private static let mistakes = [
        MistakeCase("- repeat: {network: [relu]}", "2:3 missing-field `repeat` needs the field `times`"),
        MistakeCase("- repeat: {times: 2}", "2:3 missing-field `repeat` needs the field `network`"),
        MistakeCase("- repeat", "2:3 missing-field `network`", "2:3 missing-field `times` or `for`"),
        MistakeCase(
            "- repeat: {times: 20001, network: [relu]}",
            "2:19 wrong-type `times` must be a whole number from 0 to 20000, found `20001`"
        ),
        MistakeCase(
            "- repeat: {for: {a: [1, 2], b: [1]}, network: [relu]}",
            "2:32 wrong-count `b` must have as many values as `a`, 2, found 1"),
        MistakeCase(
            "- repeat: {times: 2, for: {a: [1, 2]}, network: [relu]}", "2:19 contradiction | remove `times`, or `for`"),
        MistakeCase("- repeat: {for: {a: 1}, network: [relu]}", "2:21 wrong-type `a` must be a list | write `[1]`"),
        MistakeCase("- repeat: {for: [1, 2], network: [relu]}", "2:17 wrong-type | `for: {width: [64, 128]}`"),
        MistakeCase("- repeat: {for: {not: [1]}, network: [relu]}", "2:18 invalid-name `${…}` would misread it"),
        MistakeCase("- repeat: {for: {a: [1]}, index: a, network: [relu]}", "2:34 duplicate-name `${a}` is known here"),
        MistakeCase(
            "- repeat: {for: {a: [x]}, network: [{linear: {outputs: '${a + 1}'}}]}",
            "2:59 expression `a` must be a whole number here, and is `x`"),
        MistakeCase("- repeat: {times: -1, network: [relu]}", "2:19 wrong-type found `-1`"),
        MistakeCase("- repeat: {times: 99999999999999999999, network: [relu]}", "2:19 wrong-type"),
        MistakeCase("- repeat: {times: 2.5, network: [relu]}", "2:19 wrong-type found `2.5`"),
        MistakeCase("- repeat: {times: '${n}', network: [relu]}", "2:22 unknown-parameter there is no value `n`"),
        MistakeCase(
            "- repeat: {times: 2, network: relu}", "2:31 wrong-type `network` must be a list of layers, found `relu`"),
        MistakeCase(
            "- repeat: {time: 2, network: [rleu]}", "2:12 unknown-key `repeat` has no field `time` | write `times`",
            "2:31 unknown-layer | write `relu`"),
        MistakeCase("- repeat: {times: 2, index: 3, network: [relu]}", "2:29 invalid-name `${…}` would misread it"),
        MistakeCase("- repeat: {times: 2, index: a b, network: [relu]}", "2:29 invalid-name the name of an index"),
        MistakeCase(
            "- repeat: {times: 2, index: i, network: [{repeat: {times: 2, index: i, network: [relu]}}]}",
            "2:69 duplicate-name `${i}` is known here already | choose another name"),
        MistakeCase("- repeat: {times: 2, network: [{linear: {outputs: '${i}'}}]}", "2:54 unknown-parameter"),
        MistakeCase(
            "- relu: {name: b_2}\n- repeat: {name: b, times: 2, network: [relu]}",
            "3:18 duplicate-name `b_2` is taken"),
        MistakeCase(
            "- repeat: {name: b, times: 2, network: [relu]}\n- relu: {name: b_2}", "3:16 duplicate-name `b_2` is taken"),
        MistakeCase(
            "- repeat: {times: 2, network: [{relu: {from: a}}, {relu: {name: a}}]}",
            "2:46 unknown-source `a` comes later"),
        MistakeCase(
            "- repeat: {name: b, times: 2, network: [{relu: {from: late}}]}\n- relu: {name: late}",
            "2:55 unknown-source `late` comes later"),
        MistakeCase(
            "- repeat: {name: b, times: 2, network: [{relu: {name: a}}]}\n- relu: {from: b/a}", "3:16 unknown-source"),
        MistakeCase("- repaet: {times: 2, network: [relu]}", "2:3 unknown-layer | write `repeat`"),
        MistakeCase("- relu\n- repeat: {from: [relu, input], times: 2, network: [relu]}", "3:25 input-count"),
    ]
}
