import Diagnostics
import SpecSyntax
import TestSupport
import Testing

@Suite("mistakes in YAML")
struct YAMLMistakeTests {
    @Test("each has its place and remedy", arguments: expressions + indentation + structure + characters)
    func mistakes(_ mistake: MistakeCase) {
        let collector = DiagnosticCollector()
        _ = YAMLReader.read(SourceFile(path: "spec.yaml", text: mistake.text), into: collector)
        mistake.check(collector.diagnostics)
    }

    @Test("reading goes on behind a mistake, with the first of two equal keys")
    func goesOn() throws {
        let collector = DiagnosticCollector()
        let file = SourceFile(path: "spec.yaml", text: "a: 1\na: 2\nb: !!int 3\nc: d\n")
        let tree = try #require(YAMLReader.read(file, into: collector))
        #expect(collector.diagnostics.map(\.code.rawValue) == ["duplicate-key", "tag"])
        #expect(tree.mapping?.map(\.key) == ["a", "b", "c"])
        #expect(tree["a"]?.scalar?.text == "1")
    }

    @Test("there is no tree where something is missing from it", arguments: ["c: *d", "<<: {e: 4}"])
    func lacking(_ line: String) {
        let collector = DiagnosticCollector()
        let tree = YAMLReader.read(SourceFile(path: "spec.yaml", text: "a: 1\n\(line)\na: 2\n"), into: collector)
        #expect(tree == nil)
        #expect(collector.diagnostics.map(\.code.rawValue).last == "duplicate-key" && collector.diagnostics.count == 2)
    }

    private static let expressions = [
        MistakeCase(
            "- linear: {outputs: ${classes}}",
            "1:21 yaml-syntax must stand in quotes, found `${classes}` | put quotes around it: `\"${classes}\"`"),
        MistakeCase(
            "- linear: {outputs: ${classes}, bias: true}",
            "1:21 yaml-syntax found `${classes}` | `\"${classes}\"`"),
        MistakeCase(
            "- linear: {\n    outputs: ${a * 2}\n  }", "2:14 yaml-syntax found `${a * 2}` | `\"${a * 2}\"`"),
        MistakeCase("kernel: [${a}, 3]", "1:10 yaml-syntax found `${a}` | `\"${a}\"`"),
        MistakeCase("kernel: [3, ${a}]", "1:13 yaml-syntax found `${a}` | `\"${a}\"`"),
        MistakeCase("a: {name: conv${i}_x}", "1:11 yaml-syntax found `conv${i}_x` | `\"conv${i}_x\"`"),
        MistakeCase("a: {é: ${b}}", "1:8 yaml-syntax found `${b}`"),
        MistakeCase("a: {b: ${c", "1:8 yaml-syntax found `${c` | close it with `}`, in quotes"),
    ]

    private static let indentation = [
        MistakeCase("a:\n\tb: 1", "2:1 yaml-syntax cannot start any token | indent with spaces, not with a tab"),
        MistakeCase("a:\n  b: 1\n\tc: 2", "3:1 yaml-syntax | indent with spaces, not with a tab"),
        MistakeCase("a:\n  - b\n \t- c", "3:2 yaml-syntax | indent with spaces, not with a tab"),
        MistakeCase("a: {\n\tb: 1,\n\tc: ]\n}", "3:5 yaml-syntax"),
        MistakeCase(
            "a: 1\n  b: 2", "2:3 yaml-syntax mapping values are not allowed | indent this line like the one above"),
        MistakeCase("a:\n  b: 1\n c: 2", "3:2 yaml-syntax"),
    ]

    private static let structure = [
        MistakeCase("", "1:1 empty-document"),
        MistakeCase("# nothing\n\n", "1:1 empty-document"),
        MistakeCase("a: 1\n---\nb: 2", "2:1 several-documents | remove the `---`"),
        MistakeCase("a: 1\n...\n---\n", "3:1 several-documents"),
        MistakeCase("a: 1\nb: 2\na: 3", "3:1 duplicate-key the key `a` must stand only once"),
        MistakeCase("x: {a: 1, a: 2, a: 3}", "1:11 duplicate-key", "1:17 duplicate-key"),
        MistakeCase("a: !!int 3", "1:4 tag found `tag:yaml.org,2002:int` | remove the tag"),
        MistakeCase("!thing a: 1", "1:1 tag found `!thing`"),
        MistakeCase("a: &b 1\nc:\n  <<: *b", "3:3 merge-key | define a module"),
        MistakeCase("a: *b", "1:4 unknown-alias `*b` must name an anchor that stands before it"),
        MistakeCase("kernel: &kernel 3\nb: *kernle", "2:4 unknown-alias `*kernle` | write `*kernel`"),
        MistakeCase("a: &b [*b]", "1:8 unknown-alias"),
        MistakeCase("[a]: 1", "1:1 key-type a key must be a word"),
        MistakeCase("{a: 1}: 1", "1:1 key-type"),
        MistakeCase(": 1", "1:1 yaml-syntax did not find expected key"),
        MistakeCase("?\n: 1", "1:2 key-type a key must be a word"),
        MistakeCase("a: [1, 2", "1:9 yaml-syntax"),
        MistakeCase("a: {b: 1", "1:9 yaml-syntax"),
        MistakeCase("a: \"b", "1:4 yaml-syntax | close the quotation mark"),
        MistakeCase("a: 1\nb  # c\nd: 2", "2:1 yaml-syntax could not find expected ':'"),
        MistakeCase("- a\n-b\n- c", "2:1 yaml-syntax could not find expected ':' | put a space behind the dash"),
        MistakeCase("{a: (3, 4), b: 2}", "1:5 yaml-syntax found `(3, 4)` | `[3, 4]`"),
        MistakeCase("{a: 0,1, b: 2}", "1:5 yaml-syntax found `0,1` | write `0.1`"),
        MistakeCase("a: 1\n]", "2:1 yaml-syntax"),
        MistakeCase("a: @b", "1:4 yaml-syntax cannot start any token"),
    ]

    private static let characters = [
        MistakeCase("a: 1\nb: \u{0}\n", "2:4 yaml-syntax control characters are not allowed"),
        MistakeCase("é: \u{1B}[31m", "1:4 yaml-syntax control characters are not allowed"),
        MistakeCase("a: 1\r\nb: 2\r\nb: 3\r\n", "3:1 duplicate-key"),
        MistakeCase("a: 1\rb: 2\rb: 3\r", "3:1 duplicate-key"),
        MistakeCase("# \u{2028}a: 1\nb: 2\nb: 3\n", "4:1 duplicate-key"),
    ]
}
