import Diagnostics
import SpecModules
import SpecSyntax
import TestSupport
import Testing

@Suite("optional steps")
struct OptionalStepTests {
    /// A block of MobileNetV2: expanded where there is something to expand, and added to where the shape stays.
    @Test("a step that is not there hands on what it would read")
    func blocks() {
        expectOutline(
            """
            modules:
              block:
                parameters: {in: integer, out: integer, stride: integer, expand: integer}
                network:
                  - linear: {name: wide, when: "${expand != 1}", outputs: "${in * expand}"}
                  - relu: {name: depth}
                  - linear: {name: narrow, outputs: "${out}"}
                  - add: {when: "${stride == 1 and in == out}", from: [narrow, input]}
            network:
              - block: {name: a, in: 8, out: 16, stride: 2, expand: 1}
              - block: {name: b, in: 16, out: 16, stride: 1, expand: 6}
            """,
            "a/depth: relu(input)", "a/narrow: linear(a/depth) outputs=16",
            "b/wide: linear(a/narrow) outputs=96", "b/depth: relu(b/wide)", "b/narrow: linear(b/depth) outputs=16",
            "b/add: add(b/narrow, a/narrow)")
    }

    @Test("its name stands for what it would read; others keep their names")
    func names() {
        expectOutline(
            """
            network:
              - relu: {name: first}
              - relu: {when: false}
              - relu
              - linear: {name: shortcut, from: first, when: no, outputs: 3}
              - relu: {name: last, from: relu_2}
              - add: {from: [last, shortcut]}
              - auxiliary: {name: head, when: false, weight: 0.3, network: [relu]}
              - concat: {name: both, when: false, left: [relu], right: [relu]}
              - repeat: {name: r, when: false, times: 2, network: [relu]}
              - relu: {name: end}
            """,
            "first: relu(input)", "relu_2: relu(first)", "last: relu(relu_2)", "add: add(last, first)",
            "end: relu(add)")
    }

    @Test("mistakes are told once, at their places", arguments: mistakes)
    func isTold(_ mistake: MistakeCase) {
        mistake.check(Expanded("network:\n" + mistake.text).diagnostics)
    }

    private static let mistakes = [
        MistakeCase("- relu: {when: maybe}", "2:16 wrong-type `when` must be `true` or `false`, found `maybe`"),
        MistakeCase("- relu: {when: 1}", "2:16 wrong-type found `1`"),
        MistakeCase("- relu: {when: }", "2:10 wrong-type found nothing"),
        MistakeCase("- relu: {when: '${1 + 1}'}", "2:16 wrong-type found `2`"),
        MistakeCase("- relu: {when: '${n > 1}'}", "2:19 unknown-parameter there is no value `n`"),
        MistakeCase("- rleu: {when: false}", "2:3 unknown-layer"),
        MistakeCase("- relu: {name: a, when: x}\n- relu: {from: a}", "2:25 wrong-type found `x`"),
    ]
}
