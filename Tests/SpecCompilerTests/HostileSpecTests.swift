import Diagnostics
import Foundation
import SpecCompiler
import SpecSyntax
import Testing

/// A spec made to exhaust the program, and the codes of all that is said of it. `Tests/Hostile/measure.py` holds more of
/// them, and larger ones, to time and memory.
struct HostileSpec: Sendable, CustomTestStringConvertible {
    let name: String
    let codes: Set<String>
    /// The files by their names; `spec.yaml` is the spec.
    let files: @Sendable () -> [String: String]

    init(_ name: String, _ codes: Set<String>, files: @escaping @Sendable () -> [String: String]) {
        self.name = name
        self.codes = codes
        self.files = files
    }

    init(_ name: String, _ codes: Set<String>, top: String = "", network: @escaping @Sendable () -> String) {
        self.init(name, codes) {
            let head = "netspec: 1\ninput: {channels: 3, height: 32, width: 32}\n"
            return ["spec.yaml": head + top + "network:\n" + network()]
        }
    }

    init(_ name: String, _ codes: Set<String>, modules: String) {
        self.init(name, codes) {
            let head = "netspec: 1\ninput: {channels: 3, height: 32, width: 32}\nmodules:\n"
            return ["spec.yaml": head + modules + "network: [m0]\n"]
        }
    }

    var testDescription: String { name }
}

struct HostileSpecTests {
    @Test(arguments: networks + expressions + numbers + modules + files) func isAnswered(_ spec: HostileSpec) throws {
        let result = try SpecCompiler.compile("spec.yaml", from: .disk(editing: spec.files()))
        #expect(Set(result.diagnostics.map(\.code.rawValue)) == spec.codes)
        #expect((result.experiment == nil) == result.diagnostics.contains { $0.severity == .error })
        #expect(result.diagnostics.count <= 2 * (DiagnosticCollector.most + 1))
    }

    private static func repeated(_ text: String, _ count: Int = 3000) -> String {
        String(repeating: text, count: count)
    }

    private static let networks = [
        HostileSpec("branches 100,000 deep", ["too-deep"]) { "- concat: {a: [" + repeated("{concat: {a: [", 100_000) },
        HostileSpec("more layers than there may be", ["too-many-layers"]) { repeated("- relu\n", 30_000) },
        HostileSpec("misspelt layers", ["unknown-layer", "too-many"]) { repeated("- rleu\n") },
        HostileSpec("misspelt layers on one line", ["unknown-layer", "too-many"]) {
            "  [" + repeated("rleu, ") + "relu]"
        },
        HostileSpec("misspelt layers on one line, behind wide letters", ["unknown-layer", "too-many"]) {
            "  [" + repeated("ééé, ") + "relu]"
        },
        HostileSpec("sources that are not there", ["unknown-source", "too-many"]) {
            (0..<3000).map { "- relu: {name: a\($0), from: b\($0)}\n" }.joined()
        },
        HostileSpec("fields without an end", ["unknown-key", "too-many"]) {
            "- relu: {" + (0..<3000).map { "k\($0): 1, " }.joined() + "}\n"
        },
        HostileSpec("kernels that do not fit", ["shape", "too-many"]) {
            repeated("- max-pool: {kernel: 99, from: input}\n")
        },
        HostileSpec("outputs that nobody reads: warnings alone leave a spec valid", ["unread-output", "too-many"]) {
            "- relu: {name: first}\n" + repeated("- relu: {from: first}\n")
        },
        HostileSpec("assertions of nothing", ["unknown-key", "too-many"]) {
            "- relu\nassert:\n" + (0..<3000).map { "  a\($0): 1\n" }.joined()
        },
        HostileSpec("a path of many parts", ["unknown-source"]) {
            "- relu\n- relu: {from: " + repeated("a/", 10_000) + "b}\n"
        },
    ]

    private static let expressions = [
        ("a sum without an end", "${1\(repeated(" + 1"))}"), ("no spaces", "${1\(repeated("+1", 6000))}"),
        ("one long name", "${\(repeated("a", 20_000))}"), ("parentheses", "${\(repeated("(", 20_000))}"),
        ("never closed", repeated("${", 6000)), ("nothing in them", repeated("${}", 6000)),
    ].map { name, text in
        HostileSpec("expression: \(name)", ["too-large"]) { "- linear: {outputs: \"\(text)\"}\n" }
    }

    private static let numbers = [
        HostileSpec("numbers of 400 digits", ["wrong-type", "overflow"]) {
            let huge = repeated("9", 400)
            return """
                - convolution: {filters: \(huge), kernel: -\(huge), stride: 1e\(huge), groups: \(huge)}
                - dropout: {ratio: \(huge)}
                - linear: {outputs: "${\(huge) * \(huge)}"}
                train: {epochs: \(huge), optimizer: {sgd: {rate: 1e\(huge)}}}

                """
        },
        HostileSpec("sizes whose products overflow", ["shape"]) {
            """
            - convolution: {filters: 2147483647, kernel: 32767, pad: 32767, dilation: 32767}
            - convolution: {from: input, filters: 2147483645, kernel: 32767, pad: 32767, groups: 3}
            - max-pool: {from: input, kernel: 32767, pad: 32766, stride: 1}
            - adaptive-average-pool: {from: input, size: 32767}
            - linear: {outputs: 2147483647, from: input}

            """
        },
        HostileSpec("sums that overflow", ["overflow"]) {
            """
            - linear: {outputs: "${-9223372036854775808 / -1}"}
            - linear: {outputs: "${2147483647 * 2147483647 * 2147483647}"}
            - linear: {outputs: "${2147483647 + 2147483647}"}

            """
        },
        HostileSpec("division by 0", ["division"]) {
            "- linear: {outputs: \"${1 / 0}\"}\n- linear: {outputs: \"${0 / 0}\"}\n"
        },
    ]

    private static let modules = [
        HostileSpec(
            "modules that double", ["too-many-layers"],
            modules: (0..<30).map { "  m\($0): {network: [m\($0 + 1), m\($0 + 1)]}\n" }.joined()
                + "  m30: {network: [relu]}\n"),
        HostileSpec(
            "modules that double into nothing", ["too-many-layers"],
            modules: (0..<30).map { "  m\($0): {network: [m\($0 + 1), m\($0 + 1)]}\n" }.joined()
                + "  m30: {network: []}\n"),
        HostileSpec(
            "modules that all use all others", ["module-cycle", "too-many"],
            modules: (0..<30).map { number in
                "  m\(number): {network: [\((0..<30).map { "m\($0)" }.joined(separator: ", "))]}\n"
            }.joined()),
        HostileSpec(
            "a text that doubles", ["too-large"],
            modules: "  m0: {network: [{m1: {t: aaaaaaaa}}]}\n"
                + (1..<30).map { number in
                    "  m\(number): {parameters: {t: text}, network: [{m\(number + 1): {t: \"${t}${t}\"}}]}\n"
                }.joined() + "  m30: {parameters: {t: text}, network: [{relu: {name: \"${t}\"}}]}\n"),
        HostileSpec(
            "a module of many parameters", ["too-large"],
            modules: "  m0: {parameters: {" + (0..<300).map { "p\($0): integer, " }.joined() + "}, network: [relu]}\n"),
        HostileSpec("a mistake in a module used 5,000 times is told once", ["wrong-type"]) {
            [
                "spec.yaml": "netspec: 1\ninput: {channels: 3, height: 32, width: 32}\n"
                    + "modules: {m: {network: [{linear: {outputs: x}}]}}\nnetwork: [" + repeated("m, ", 5000) + "m]\n"
            ]
        },
    ]

    private static let files = [
        HostileSpec("a spec that includes itself", ["include-cycle"], top: "include: [spec.yaml]\n") { "- relu\n" },
        HostileSpec("a ring of 100 libraries", ["include-cycle"]) {
            var files = Dictionary(
                uniqueKeysWithValues: (0..<100).map { ("m\($0).yaml", "include: [m\(($0 + 1) % 100).yaml]\n") })
            files["spec.yaml"] =
                "netspec: 1\ninput: {channels: 3, height: 32, width: 32}\ninclude: [m0.yaml]\nnetwork: [relu]\n"
            return files
        },
        HostileSpec("more libraries than there may be", ["too-large"]) {
            var files = Dictionary(uniqueKeysWithValues: (0..<1100).map { ("m\($0).yaml", "modules: {}\n") })
            files["spec.yaml"] =
                "netspec: 1\ninput: {channels: 3, height: 32, width: 32}\nnetwork: [relu]\ninclude:\n"
                + (0..<1100).map { "- m\($0).yaml\n" }.joined()
            return files
        },
        HostileSpec("libraries that are large together", ["too-large"]) {
            var files = Dictionary(
                uniqueKeysWithValues: (0..<3).map { ("m\($0).yaml", repeated("# nothing\n", 200_000)) })
            for number in 0..<3 {
                files["m\(number).yaml", default: ""] += "modules: {m\(number): {network: [relu]}}\n"
            }
            files["spec.yaml"] =
                "netspec: 1\ninput: {channels: 3, height: 32, width: 32}\nnetwork: [relu]\ninclude: [m0.yaml, m1.yaml, m2.yaml]\n"
            return files
        },
        HostileSpec("a library that never ends", ["too-large"], top: "include: [/dev/zero]\n") { "- relu\n" },
        HostileSpec("a spec that extends itself", ["extends-cycle"]) { ["spec.yaml": "extends: spec.yaml\n"] },
        HostileSpec("a ring of specs", ["extends-cycle"]) {
            ["spec.yaml": "extends: a.yaml\n", "a.yaml": "extends: b.yaml\n", "b.yaml": "extends: a.yaml\n"]
        },
        HostileSpec("a change in a list that is too long", ["too-large", "too-many-layers"]) {
            [
                "base.yaml": "netspec: 1\ninput: {channels: 3, height: 32, width: 32}\nnetwork:\n"
                    + repeated("- relu\n", 21_000),
                "spec.yaml": "extends: base.yaml\nremove: [network.0]\n",
            ]
        },
        HostileSpec("more changes than there may be", ["too-large"]) {
            [
                "base.yaml": "netspec: 1\ninput: {channels: 3, height: 32, width: 32}\nnetwork: [relu]\n",
                "spec.yaml": "extends: base.yaml\nchanges:\n"
                    + (0..<600).map { "  network.relu.k\($0): 1\n" }.joined(),
            ]
        },
    ]
}
