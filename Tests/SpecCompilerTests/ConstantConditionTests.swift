import Diagnostics
import SpecCompiler
import Testing

/// The lint `constant-condition`.
struct ConstantConditionTests {
    @Test func conditionsThatNoValueChangesAreTold() throws {
        func places(_ steps: String) -> [String] {
            SpecCompiler.compile(
                text: """
                    netspec: 1
                    input: {channels: 3, height: 32, width: 32}
                    modules:
                      block:
                        parameters: {act: {type: text, one-of: [relu, none]}, depth: {type: integer, default: 1}}
                        network:
                          - relu
                    \(steps)
                          - relu: {when: "${depth > 1}"}
                    network:
                      - block: {act: relu}

                    """
            ).diagnostics.filter { $0.code == .constantCondition }.map {
                "\($0.code) \($0.span?.start.line ?? 0):\($0.span?.start.column ?? 0) \($0.help ?? "")"
            }
        }
        // Its own condition is false here, and need not be elsewhere.
        #expect(places("") == [])
        for fine in [
            "${act == 'relu'}", "${'none' != act}", "${act != 'none' and depth > 0}", "false", "${depth == 1}",
            "${input.channels > 3}",
        ] {
            #expect(places("      - relu: {when: \"\(fine)\"}") == [], "\(fine)")
        }
        for (condition, help) in [
            ("${act == 'rleu'}", "write `'relu'`"), ("${depth > 0 and 'nnoe' != act}", "write `'none'`"),
            ("${act == 'swish'}", "compare it with one of these"),
            ("${'act' == 'relu'}", "name a parameter, without quotes around it, or write `true` or `false`"),
            ("${2 > 3}", "name a parameter, without quotes around it, or write `true` or `false`"),
        ] {
            let line = "constant-condition 8:22 \(help)"
            #expect(places("      - relu: {when: \"\(condition)\"}") == [line], "\(condition)")
        }
    }
}
