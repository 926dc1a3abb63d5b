import Diagnostics
import SpecSyntax
import TestSupport
import Testing

@Suite("reading YAML")
struct YAMLReaderTests {
    @Test(
        "every node knows where it stands",
        arguments: [
            ("a: 1", "a", "1:4-1:5"),
            ("a: 'b c'", "a", "1:4-1:9"),
            ("é: ü", "é", "1:4-1:5"),
            ("a: [1, 2]", "a", "1:4-1:10"),
            ("a: {b: 1}\nc: 2", "a", "1:4-1:10"),
            ("a:\n  b: 1\n  c: 23\n\n# more\nd: 4", "a", "2:3-3:8"),
            ("a:\n  - 1\n  - 2\n\nd: 4", "a", "2:3-3:6"),
            ("a:\n- 1\n- 2\nd: 4", "a", "2:1-3:4"),
            ("a:\n  b:\n    c: 1\n\n\nd: 4", "a", "2:3-3:9"),
            ("x: &x [1]\na:\n  b: *x\nd: 4", "a", "3:3-3:8"),
            ("a: b\r\nc: d\r\n", "c", "2:4-2:5"),
        ])
    func spans(_ text: String, _ key: String, _ expected: String) throws {
        let node = try #require(read(text)?[key])
        let (start, end) = (node.span.start, node.span.end)
        #expect("\(start.line):\(start.column)-\(end.line):\(end.column)" == expected)
    }

    @Test("scalars stay as they are written")
    func scalars() throws {
        let tree = try #require(read("a: 5e-4\nb: no\nc: '~'\nd: ~\ne:\nf: null\ng: \"\"\nh: ${x * 2}\n"))
        let texts = tree.mapping?.map { $0.value.scalar?.text }
        #expect(texts == ["5e-4", "no", "~", "~", "", "null", "", "${x * 2}"])
        #expect(tree.mapping?.filter(\.value.isEmpty).map(\.key) == ["d", "e", "f"])
    }

    @Test("aliases stand for what they name")
    func aliases() throws {
        let tree = try #require(read("a: &n {k: 3}\nb: *n\nc: [*n, &n 4, *n]\n"))
        #expect(tree["b"]?["k"]?.scalar?.text == "3")
        #expect(tree["c"]?.sequence?.map { $0.scalar?.text } == [nil, "4", "4"])
    }

    @Test(
        "a document may be a scalar or a list, and have markers",
        arguments: ["3", "- 3", "--- 3\n...\n", "%YAML 1.1\n---\n3"])
    func roots(_ text: String) {
        #expect(read(text) != nil)
    }

    private func read(_ text: String) -> SyntaxNode? {
        let collector = DiagnosticCollector()
        let tree = YAMLReader.read(SourceFile(path: "spec.yaml", text: text), into: collector)
        #expect(collector.diagnostics.map(described) == [])
        return tree
    }
}
