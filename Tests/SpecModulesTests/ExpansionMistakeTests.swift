import Diagnostics
import SpecModules
import SpecSyntax
import TestSupport
import Testing

@Suite("mistakes in networks")
struct ExpansionMistakeTests {
    @Test("each is reported once, at its place, with its remedy", arguments: kinds + names + sources + joins)
    func mistakes(_ mistake: MistakeCase) {
        mistake.check(Expanded("network:\n" + mistake.text).diagnostics)
    }

    private static let kinds = [
        MistakeCase(
            "- convolutoin: {filters: 3}",
            "2:3 unknown-layer there is no layer or module `convolutoin` | write `convolution`"),
        MistakeCase("- xyzzy", "2:3 unknown-layer | the layers are `add`, `concat`, `convolution`"),
        MistakeCase("- relou: {name: a}\n- relu: {from: a}", "2:3 unknown-layer | write `relu`"),
        MistakeCase("- [relu]", "2:3 step-form found a list | write `- relu`"),
        MistakeCase("- {}", "2:3 step-form found an empty mapping"),
        MistakeCase("-", "2:2 step-form found nothing"),
        MistakeCase(
            "- relu: 3", "2:9 wrong-type `relu` must have its fields in a mapping, found `3` | write `relu: {…}`"),
        MistakeCase(
            "- linear:\n  outputs: 3",
            "3:3 step-form a step must be one key with its fields below it, and `outputs` stands beside `linear` | indent"
        ),
        MistakeCase(
            "- linear:\n  name: a\n  outputs: 3\n- relu: {from: a}",
            "3:3 step-form `name`, `outputs` stand beside `linear`"),
        MistakeCase("- name: a\n  linear: {outputs: 3}", "3:3 step-form"),
    ]

    private static let names = [
        MistakeCase(
            "- relu: {name: a}\n- relu: {name: a}",
            "3:16 duplicate-name a name must stand for one layer, and `a` is taken"),
        MistakeCase("- relu: {name: a/b}", "2:16 invalid-name found `a/b` | write `a_b`"),
        MistakeCase("- relu: {name: a.b}", "2:16 invalid-name found `a.b` | write `a_b`"),
        MistakeCase("- relu: {name: }", "2:10 invalid-name found nothing"),
        MistakeCase("- relu: {name: ''}", "2:16 invalid-name found ``"),
        MistakeCase("- relu: {name: [a]}", "2:16 invalid-name found a list"),
        MistakeCase("- relu: {name: input}", "2:16 invalid-name `input` is the name of what arrives"),
        MistakeCase("- relu: {name: \(String(repeating: "a", count: 129))}", "2:16 invalid-name 128 at most"),
        MistakeCase(
            "- relu: {name: '${x}'}\n- relu: {from: '${y}'}", "2:19 unknown-parameter", "3:19 unknown-parameter"),
    ]

    private static let sources = [
        MistakeCase(
            "- relu: {name: conv1}\n- relu: {from: conv}",
            "3:16 unknown-source there is no `conv` before this one | write `conv1`"),
        MistakeCase(
            "- relu: {from: b}\n- relu: {name: b}",
            "2:16 unknown-source `from` must name an earlier layer, and `b` comes later | move"),
        MistakeCase("- relu: {name: a, from: a}", "2:25 unknown-source `a` is this one itself"),
        MistakeCase(
            "- concat: {name: c, l: [{relu: {from: c}}], r: []}", "2:39 unknown-source `c` is not finished here"),
        MistakeCase("- relu: {from: a/b}", "2:16 unknown-source there is no `a/b` before this one"),
        MistakeCase("- relu: {name: a}\n- relu: {from: a/b}", "3:16 unknown-source"),
        MistakeCase("- relu: {name: a}\n- relu: {from: a/}", "3:16 unknown-source"),
        MistakeCase("- relu: {from: /}", "2:16 unknown-source"),
        MistakeCase("- relu: {from: }", "2:10 wrong-type found nothing"),
        MistakeCase("- relu: {from: []}", "2:16 wrong-type found an empty list"),
        MistakeCase("- relu: {from: {a: 1}}", "2:16 wrong-type found a mapping"),
        MistakeCase("- relu: {from: [[input]]}", "2:16 wrong-type found a list"),
        MistakeCase(
            "- relu: {name: a}\n- relu: {from: [a, input]}",
            "3:20 input-count `relu` takes one input, and `from` names 2 | join them"),
    ]

    private static let joins = [
        MistakeCase(
            "- concat: {only: [relu]}",
            "2:3 input-count `concat` joins two inputs or more, and has 1 | give it branches"),
        MistakeCase("- add", "2:3 input-count has 0"),
        MistakeCase("- add: {from: input}", "2:3 input-count has 1"),
        MistakeCase("- add: {from: {}}", "2:15 wrong-type `from` must be the name"),
        MistakeCase("- add: {from: [a, b]}", "2:16 unknown-source `a`", "2:19 unknown-source `b`"),
        MistakeCase(
            "- concat: {left: [relu], right: relu}",
            "2:26 branch-form must be a list of layers, found `relu` | write `right: [{…}]`"),
        MistakeCase("- concat: {left: [relu], right: }", "2:26 branch-form found nothing | `[]` passes the input on"),
        MistakeCase("- concat: {axis: 1, left: [], right: []}", "2:12 branch-form the branch `axis`"),
        MistakeCase("- add: {form: input, a: [], b: [relu]}", "2:9 branch-form | write `from`"),
        MistakeCase(
            "- relu: {name: x}\n- add: {from: [x, input], a: [], b: [relu]}",
            "3:19 input-count branches begin at one layer"),
        MistakeCase("- concat: {l: [{rleu: {name: a}}], r: [{relu: {from: a}}]}", "2:17 unknown-layer"),
        MistakeCase(
            "- concat: {from: [[\(String(repeating: "[", count: 50))\(String(repeating: "]", count: 50))]]}",
            "2:18 wrong-type"),
    ]
}
