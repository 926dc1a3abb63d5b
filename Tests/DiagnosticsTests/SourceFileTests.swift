import Diagnostics
import Testing

@Suite("source files")
struct SourceFileTests {
    @Test(
        "lines",
        arguments: [
            ("", [""]), ("a", ["a"]), ("a\n", ["a", ""]), ("a\nb", ["a", "b"]), ("a\r\nb\r\n", ["a", "b", ""]),
            ("a\rb", ["a", "b"]), ("a\n\nb", ["a", "", "b"]), ("é\u{85}b\u{2028}c\u{2029}d", ["é", "b", "c", "d"]),
            ("a\u{E9}\u{A8}\u{3028}b", ["a\u{E9}\u{A8}\u{3028}b"]), ("a\n\rb", ["a", "", "b"]),
            ("a\r\r\nb", ["a", "", "b"]),
        ])
    func lines(_ text: String, _ expected: [String]) {
        let file = SourceFile(path: "a.yaml", text: text)
        #expect(expected.indices.map { file.line($0 + 1) } == expected)
        #expect(file.line(expected.count + 1) == nil)
        #expect(file.line(0) == nil)
    }

    @Test(
        "the place of a byte",
        arguments: [
            (0, 1, 1), (1, 1, 2), (3, 1, 3), (4, 2, 1), (5, 2, 2), (6, 3, 1), (99, 3, 1), (-1, 1, 1),
        ])
    func positions(_ offset: Int, _ line: Int, _ column: Int) {
        let file = SourceFile(path: "a.yaml", text: "aé\nb\n")
        #expect(file.position(ofByte: offset) == SourcePosition(line: line, column: column))
    }

    @Test("two reads of one path are two files")
    func identity() {
        #expect(SourceFile(path: "a", text: "x") != SourceFile(path: "a", text: "x"))
    }
}
