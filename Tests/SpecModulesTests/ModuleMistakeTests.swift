import Diagnostics
import SpecModules
import SpecSyntax
import TestSupport
import Testing

@Suite("mistakes in modules")
struct ModuleMistakeTests {
    /// Lines 1 to 6; the uses stand from line 7.
    private static let unit = """
        modules:
          unit:
            parameters: {filters: integer, rate: {type: number, default: 1}, bias: {type: boolean, default: no}}
            network:
              - convolution: {name: conv, filters: "${filters}"}
        network:

        """

    @Test("in a use", arguments: uses)
    func inUse(_ mistake: MistakeCase) {
        mistake.check(Expanded(Self.unit + mistake.text).diagnostics)
    }

    @Test("in a definition", arguments: definitions + cycles)
    func inDefinition(_ mistake: MistakeCase) {
        mistake.check(Expanded(mistake.text).diagnostics)
    }

    @Test("one in a module's body is reported once however often the module is used, with the way to the first use")
    func trace() throws {
        let uses = (1...9).map { "  - outer: {name: use_\($0)}\n" }.joined()
        let expanded = Expanded(
            """
            modules:
              inner: {network: [{linear: {outputs: "${x}"}}, rleu]}
              outer: {network: [{inner: {name: i}}]}
            network:

            """ + uses)
        #expect(expanded.diagnostics.map(\.code.rawValue) == ["unknown-parameter", "unknown-layer"])
        for diagnostic in expanded.diagnostics {
            #expect(
                diagnostic.notes.map(\.message) == ["in `use_1/i`, a use of `inner`", "in `use_1`, a use of `outer`"])
            #expect(diagnostic.notes.map(\.span?.start.line) == [3, 5])
        }
    }

    @Test("modules that double 40 levels deep are cut", arguments: ["[relu]", "[]"])
    func bomb(_ seed: String) {
        let levels = (1...25).map { "  m\($0): {network: [m\($0 - 1), m\($0 - 1)]}\n" }.joined()
        let clock = ContinuousClock()
        let time = clock.measure {
            let expanded = Expanded("modules:\n  m0: {network: \(seed)}\n\(levels)network: [m25]")
            #expect(expanded.diagnostics.map(\.code.rawValue) == ["too-many-layers"])
        }
        #expect(time < .seconds(5))
    }

    @Test("modules nest at most 32 deep")
    func depth() {
        let levels = (1...40).map { "  m\($0): {network: [m\($0 - 1)]}\n" }.joined()
        #expect(Expanded("modules:\n  m0: {network: [relu]}\n\(levels)network: [m31]").diagnostics.isEmpty)
        #expect(
            Expanded("modules:\n  m0: {network: [relu]}\n\(levels)network: [m40]").diagnostics.map(\.code.rawValue)
                == ["too-deep"])
    }

    @Test("thirty modules that all use all others end soon")
    func tangle() {
        let names = (0..<30).map { "m\($0)" }
        let modules = names.map { "  \($0): {network: [\(names.joined(separator: ", "))]}\n" }.joined()
        let clock = ContinuousClock()
        let time = clock.measure {
            let expanded = Expanded("modules:\n\(modules)network: [m0]")
            #expect(expanded.diagnostics.first?.code.rawValue == "module-cycle")
        }
        #expect(time < .seconds(10))
    }

    private static let uses = [
        MistakeCase("- unit: {filters: 3}"),
        MistakeCase("- unit", "7:3 missing-field `unit` needs the field `filters` | add `filters: …`, a whole number"),
        MistakeCase("- unit: {fliters: 3}", "7:10 unknown-key `unit` has no field `fliters` | write `filters`"),
        MistakeCase("- unit: {filters: 3, stride: 2}", "7:22 unknown-key | its fields are `filters`, `rate`, `bias`"),
        MistakeCase("- unit: {filters: 3, kernel: 2, x: }", "7:22 unknown-key", "7:33 unknown-key"),
        MistakeCase("- unit: {filters: 0.5}", "7:19 wrong-type `filters` must be a whole number, found `0.5`"),
        MistakeCase("- unit: {filters: [3, 3]}", "7:19 wrong-type found a list"),
        MistakeCase("- unit: {filters: }", "7:10 wrong-type found nothing"),
        MistakeCase("- unit: {filters: 3, bias: 1}", "7:28 wrong-type `bias` must be `true` or `false`"),
        MistakeCase("- unit: {filters: '${x}', bias: '${y}'}", "7:22 unknown-parameter", "7:36 unknown-parameter"),
        MistakeCase("- unit: {name: u}\n- relu: {from: u/conv}", "7:3 missing-field"),
        MistakeCase(
            "- unit: {name: u, filters: 3}\n- relu: {from: u/cnov}",
            "8:16 unknown-source there is no `u/cnov` | write `u/conv`"),
        MistakeCase("- unit: {name: u, filters: 3}\n- relu: {from: conv}", "8:16 unknown-source there is no `conv`"),
        MistakeCase("- unti: {filters: 3}", "7:3 unknown-layer | write `unit`"),
        MistakeCase("- xyzzy", "7:3 unknown-layer | the modules are `unit`"),
    ]

    private static let definitions = [
        MistakeCase(
            "modules: [a]\nnetwork: []",
            "1:10 wrong-type `modules` must be a mapping from names to modules, found a list"),
        MistakeCase("modules:\nnetwork: []"),
        MistakeCase(
            "modules: {m: 3}",
            "1:11 wrong-type the module `m` must be a mapping with `parameters` and `network`, found `3`"),
        MistakeCase("modules: {m: {}}", "1:11 missing-field `m` needs the field `network`"),
        MistakeCase("modules: {m: {netwrok: []}}", "1:15 unknown-key | write `network`"),
        MistakeCase("modules: {m: {network: 3}}", "1:24 wrong-type `network` must be a list of layers, found `3`"),
        MistakeCase("modules: {a.b: {network: []}}", "1:11 invalid-name the name of a module | write `a_b`"),
        MistakeCase("modules: {a//b: {network: []}}", "1:11 invalid-name"),
        MistakeCase(
            "modules: {relu: {network: []}}", "1:11 duplicate-module a module must not have the name of a layer, `relu`"
        ),
        MistakeCase(
            "modules: {m: {network: [], parameters: [a]}}",
            "1:40 wrong-type a mapping from names to types, found a list"),
        MistakeCase(
            "modules: {m: {network: [], parameters: {a: int}}}",
            "1:44 unknown-name there is no type `int` | write `integer`"),
        MistakeCase(
            "modules: {m: {network: [], parameters: {a: xyzzy}}}",
            "1:44 unknown-name | choose one of `integer`, `number`"),
        MistakeCase("modules: {m: {network: [], parameters: {a: }}}", "1:41 wrong-type `type` must be a type"),
        MistakeCase(
            "modules: {m: {network: [], parameters: {a: {default: 3}}}}",
            "1:41 missing-field `a` needs the field `type`"),
        MistakeCase(
            "modules: {m: {network: [], parameters: {a: {type: integer, defualt: 3}}}}",
            "1:60 unknown-key | write `default`"),
        MistakeCase(
            "modules: {m: {network: [], parameters: {a: {type: integer, default: x}}}}",
            "1:69 wrong-type the default of `a` must be a whole number, found `x`"),
        MistakeCase(
            "modules: {m: {network: [], parameters: {a b: integer}}}", "1:41 invalid-name found `a b` | write `a_b`"),
        MistakeCase(
            "modules: {m: {network: [], parameters: {3: integer}}}",
            "1:41 invalid-name no parameter can have the name `3`"),
        MistakeCase(
            "modules: {m: {network: [], parameters: {name: text}}}",
            "1:41 invalid-name every step has a field of that name"),
        MistakeCase("modules: {m: {network: [], parameters: {from: text}}}", "1:41 invalid-name every step has"),
        MistakeCase(
            "modules: {m: {network: [], expects: {depth: 3}}}", "1:38 unknown-key `expects` has no field `depth`"),
        MistakeCase(
            "modules: {m: {network: [], expects: {channels: x}}}\nnetwork: [m]",
            "1:48 wrong-type must be a whole number, found `x`"),
        MistakeCase("modules: {m: {network: [], expects: {channels: '${x}'}}}\nnetwork: [m]", "1:51 unknown-parameter"),
    ]

    private static let cycles = [
        MistakeCase(
            "modules: {m: {network: [m]}}\nnetwork: [m, m]",
            "1:25 module-cycle a module must not use itself, and `m` does: m → m"),
        MistakeCase(
            "modules: {a: {network: [b, b]}, b: {network: [relu, a]}}\nnetwork: [a, b]",
            "1:53 module-cycle and `a` does: a → b → a"),
        MistakeCase("modules: {m: {network: [{concat: {l: [m], r: []}}]}}\nnetwork: [m]", "1:39 module-cycle"),
    ]
}
