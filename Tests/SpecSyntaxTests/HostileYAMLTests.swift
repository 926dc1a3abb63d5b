import Diagnostics
import SpecSyntax
import TestSupport
import Testing

/// Texts made to exhaust a reader. Each must end in one diagnostic, within a second on a machine that is not busy.
@Suite("hostile YAML")
struct HostileYAMLTests {
    @Test("deep nesting", arguments: ["[", "{a: ", "- ", "? ", "[{a: ", "{[", "&a ["])
    func nesting(_ opening: String) {
        check(String(repeating: opening, count: 100_000), codes: ["too-deep", "yaml-syntax", "key-type"])
    }

    @Test("deep nesting in block style")
    func blockNesting() {
        let lines = (0..<3000).map { String(repeating: " ", count: $0) + "a:\n" }
        check(lines.joined(), codes: ["too-deep"])
    }

    @Test("nesting through aliases, each as deep as is allowed")
    func aliasNesting() {
        let lines = (0..<2000).map { level in
            let inner = level == 0 ? "x" : "*a\(level - 1)"
            return "- &a\(level) " + String(repeating: "[", count: 100) + inner + String(repeating: "]", count: 100)
        }
        check(lines.joined(separator: "\n"), codes: ["too-deep"])
    }

    @Test("a bomb of aliases")
    func aliasBomb() {
        let lines = (0..<100).map { level in
            let item = level == 0 ? "lol" : "*a\(level - 1)"
            return "- &a\(level) [\(Array(repeating: item, count: 10).joined(separator: ", "))]"
        }
        check(lines.joined(separator: "\n"), codes: ["too-large"])
    }

    @Test("masses of mistakes end in a last one that says so")
    func manyMistakes() {
        let collector = DiagnosticCollector()
        let text = String(repeating: "a: 1\n", count: 100_000)
        _ = YAMLReader.read(SourceFile(path: "spec.yaml", text: text), into: collector)
        #expect(collector.diagnostics.count == DiagnosticCollector.most + 1)
        #expect(collector.diagnostics.last?.code.rawValue == "too-many")
        let clock = ContinuousClock()
        let time = clock.measure { _ = DiagnosticText(colour: false).render(collector.diagnostics) }
        #expect(time < .seconds(5))
    }

    @Test(
        "4 MiB of one thing",
        arguments: ["a", "a ", "# ", "\n", "'", "- a\n", "a: b\n", "[],", "\t", "é", "\u{2028}", "|", "*a "])
    func long(_ piece: String) {
        let collector = DiagnosticCollector()
        let text = String(repeating: piece, count: SourceFile.largestSize / piece.utf8.count)
        let clock = ContinuousClock()
        let time = clock.measure {
            _ = YAMLReader.read(SourceFile(path: "spec.yaml", text: text), into: collector)
        }
        #expect(time < .seconds(20), "\(piece.debugDescription): \(time)")
    }

    private func check(_ text: String, codes: [String], sourceLocation: SourceLocation = #_sourceLocation) {
        let collector = DiagnosticCollector()
        let clock = ContinuousClock()
        let time = clock.measure {
            _ = YAMLReader.read(SourceFile(path: "spec.yaml", text: text), into: collector)
        }
        #expect(
            collector.diagnostics.count == 1 && codes.contains(collector.diagnostics[0].code.rawValue),
            "\(collector.diagnostics.map(described))", sourceLocation: sourceLocation)
        #expect(time < .seconds(5), "\(time)", sourceLocation: sourceLocation)
    }
}
