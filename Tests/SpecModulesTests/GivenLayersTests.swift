import Diagnostics
import SpecModules
import SpecSyntax
import TestSupport
import Testing

@Suite("layers as parameters")
struct GivenLayersTests {
    /// A residual block around whatever it is given.
    private static let residual = """
        modules:
          residual:
            parameters: {body: layers, width: {type: integer, default: 5}}
            network:
              - relu: {name: conv}
              - add: {body: "${body}", shortcut: []}

        """

    @Test("they stand where the module places them, with names below the place")
    func placed() {
        expectOutline(
            Self.residual + """
                network:
                  - residual:
                      name: a
                      body:
                        - convolution: {name: conv, filters: 3}
                        - relu: {from: conv}
                  - relu: {from: a/body/conv}
                """,
            "a/conv: relu(input)", "a/body/conv: convolution(a/conv) filters=3", "a/body/relu: relu(a/body/conv)",
            "a/add: add(a/body/relu, a/conv)", "relu: relu(a/body/conv)")
    }

    @Test("names and values mean what they mean where they are written")
    func lexical() {
        expectOutline(
            Self.residual + """
                  outer:
                    parameters: {width: integer}
                    network:
                      - relu: {name: start}
                      - residual:
                          body:
                            - linear: {name: conv, outputs: "${width}"}
                            - add: {from: [conv, start, input]}
                classes: 7
                network:
                  - relu
                  - outer: {name: o, width: 2}
                  - residual: {name: r, width: 1, body: [{linear: {outputs: "${classes}"}}, {relu: {from: relu}}]}
                """,
            "relu: relu(input)", "o/start: relu(relu)", "o/residual/conv: relu(o/start)",
            "o/residual/body/conv: linear(o/residual/conv) outputs=2",
            "o/residual/body/add: add(o/residual/body/conv, o/start, relu)",
            "o/residual/add: add(o/residual/body/add, o/residual/conv)", "r/conv: relu(o/residual/add)",
            "r/body/linear: linear(r/conv) outputs=7", "r/body/relu: relu(relu)", "r/add: add(r/body/relu, r/conv)")
    }

    @Test("a module passes them on, places them twice, in turns, or gives its own where a use gives none")
    func waysToPlace() {
        expectOutline(
            """
            modules:
              twice: {parameters: {body: layers}, network: ["${body}", "${body}"]}
              through: {parameters: {inner: layers, n: integer}, network: [{twice: {body: "${inner}"}}, {twice: {body: ["${inner}", relu]}}]}
              turns: {parameters: {n: {type: integer, default: 2}, body: {type: layers, default: [relu, {linear: {outputs: "${n}"}}]}}, network: [{repeat: {times: 2, network: "${body}"}}]}
              order: {parameters: {n: integer, body: {type: layers, default: [{linear: {outputs: "${n}"}}]}}, network: ["${body}"]}
            network:
              - through: {name: t, n: 1, inner: [{linear: {outputs: 9}}]}
              - order: {n: 4}
              - turns: {name: u, body: []}
              - turns: {name: v}
            """,
            "t/twice/body/linear: linear(input) outputs=9",
            "t/twice/body_2/linear: linear(t/twice/body/linear) outputs=9",
            "t/twice_2/body/inner/linear: linear(t/twice/body_2/linear) outputs=9",
            "t/twice_2/body/relu: relu(t/twice_2/body/inner/linear)",
            "t/twice_2/body_2/inner/linear: linear(t/twice_2/body/relu) outputs=9",
            "t/twice_2/body_2/relu: relu(t/twice_2/body_2/inner/linear)",
            "order/body/linear: linear(t/twice_2/body_2/relu) outputs=4",
            "v/repeat_1/body/relu: relu(order/body/linear)",
            "v/repeat_1/body/linear: linear(v/repeat_1/body/relu) outputs=2",
            "v/repeat_2/body/relu: relu(v/repeat_1/body/linear)",
            "v/repeat_2/body/linear: linear(v/repeat_2/body/relu) outputs=2")
    }

    @Test("a module may be used in layers that are given to it")
    func nested() {
        expectOutline(
            Self.residual + """
                network:
                  - residual: {name: a, body: [{residual: {name: b, body: [{linear: {outputs: 1}}]}}]}
                """,
            "a/conv: relu(input)", "a/body/b/conv: relu(a/conv)",
            "a/body/b/body/linear: linear(a/body/b/conv) outputs=1",
            "a/body/b/add: add(a/body/b/body/linear, a/body/b/conv)", "a/add: add(a/body/b/add, a/conv)")
    }

    @Test("a mistake in them is reported where it is written, with the place and the use")
    func trace() throws {
        let expanded = Expanded(
            Self.residual + "network:\n  - residual: {name: a, body: [{linear: {outputs: '${x}'}}]}")
        #expect(expanded.diagnostics.map(described).map { $0.prefix(24) } == ["8:54 unknown-parameter t"])
        #expect(
            expanded.diagnostics.first?.notes.map(\.message)
                == ["in `a/body`, where `body` is placed", "in `a`, a use of `residual`"])
        #expect(expanded.diagnostics.first?.notes.map(\.span?.start.line) == [6, 8])
    }

    @Test("mistakes", arguments: mistakes)
    func isTold(_ mistake: MistakeCase) {
        mistake.check(Expanded(Self.residual + mistake.text).diagnostics)
    }

    private static let mistakes = [
        MistakeCase("network: [residual]", "7:11 missing-field `residual` needs the field `body` | a list of layers"),
        MistakeCase(
            "network: [{residual: {body: relu}}]", "7:29 wrong-type `body` must be a list of layers, found `relu`"),
        MistakeCase("network: [{residual: {body: {relu: {}}}}]", "7:29 wrong-type found a mapping"),
        MistakeCase("network: [{residual: {body: }}]", "7:23 wrong-type found nothing"),
        MistakeCase("network: [{residual: {body: '${x}'}}]", "7:32 unknown-parameter"),
        MistakeCase("network: [{residual: {body: [rleu]}}]", "7:30 unknown-layer | write `relu`"),
        MistakeCase(
            "  m: {parameters: {n: integer}, network: [{residual: {body: '${n}'}}]}\nnetwork: [{m: {n: 3}}]",
            "8:19 wrong-type `body` must be a list of layers, found `3`"),
        MistakeCase(
            "  m: {parameters: {b: layers}, network: [{linear: {outputs: '${b}'}}]}\nnetwork: [{m: {b: []}}]",
            "7:64 expression `b` is a list of layers, which can only stand as a step | `- ${b}`"),
        MistakeCase(
            "  m: {parameters: {b: layers}, network: [{residual: {body: [], width: '${b}'}}]}\nnetwork: [{m: {b: []}}]",
            "7:74 expression `b` is a list of layers"),
        MistakeCase(
            "  m: {parameters: {n: integer}, network: ['${n}']}\nnetwork: [{m: {n: 3}}]",
            "7:43 step-form found `3` | the type `layers`"),
        MistakeCase(
            "  m: {parameters: {b: layers}, network: ['${c}']}\nnetwork: [{m: {b: []}}]",
            "7:45 unknown-parameter | there are `b`"),
        MistakeCase(
            "network: [{'${a}-pool': {}}]", "7:12 step-form what a step uses must be named | the type `layers`"),
        MistakeCase(
            "  m: {parameters: {b: {type: layers, default: 3}}, network: ['${b}']}\nnetwork: [m]",
            "7:47 wrong-type the default of `b` must be a list of layers, found `3`"),
        MistakeCase(
            "  m: {parameters: {b: {type: layers, one-of: [a]}}, network: ['${b}']}\nnetwork: [m]",
            "7:38 unknown-key `b` has no field `one-of`"),
        MistakeCase(
            "  m: {network: [{residual: {body: [m]}}]}\nnetwork: [m]", "7:36 module-cycle `m` does: m → m"),
        MistakeCase(
            "network: [{residual: {name: a, body: [relu]}}, {relu: {from: a/bdoy}}]",
            "7:62 unknown-source | write `a/body`"),
        MistakeCase(
            "network: [{residual: {body: [{relu: {from: later}}]}}, {relu: {name: later}}]",
            "7:44 unknown-source `later` comes later"),
    ]
}
