import Diagnostics
import SpecSyntax
import Testing

@Suite("texts as YAML writes them")
struct ScalarTextTests {
    private static let plain = [
        "a", "1x1", "conv1/3x3_reduce.weight", "./base.yaml", "../a b.yaml", "-5", "1e-5", "same-upper", "5%", "a%b",
        "a-", "true",
    ]
    private static let quoted = [
        "", "~", "null", "*", "*.bias", "&a", "- a", "a: b", "a:", "#a", "a #b", "a,b", "[a]", "{a}", "a ", " a", "...",
        "--- a", "-",
        "é", "a\"b", "a\\b", "${a}", "%a", "@a", "`a`", "a\nb", "!a", "|", ">",
    ]

    @Test("are plain where nothing else can be read", arguments: plain)
    func isPlain(_ text: String) { #expect(SyntaxNode.Scalar(meaning: text).written == text) }

    @Test("are in quotes elsewhere", arguments: quoted)
    func isQuoted(_ text: String) { #expect(SyntaxNode.Scalar(meaning: text).written == JSONValue.quoted(text)) }

    @Test("are read as they were, as values and as keys, in lines and in braces", arguments: plain + quoted)
    func roundTrip(_ text: String) throws {
        let written = SyntaxNode.Scalar(meaning: text).written
        for (source, value) in [
            ("a: \(written)", \SyntaxNode["a"]?), ("{a: \(written), b: c}", \SyntaxNode["a"]?),
            ("a: [\(written), b]", \SyntaxNode["a"]?.sequence?[0]),
        ] as [(String, KeyPath<SyntaxNode, SyntaxNode?>)] {
            let tree = try #require(read(source), "\(source)")
            #expect(tree[keyPath: value]?.scalar?.text == text && tree[keyPath: value]?.isEmpty == false, "\(source)")
        }
        #expect(read("\(written): b")?.mapping?.first?.key == text)
    }

    @Test(
        "are what a remedy puts in the place of a value",
        arguments: [("stem.weight", "stem.weight"), ("*.bias", "\"*.bias\""), ("a #1.yaml", "\"a #1.yaml\"")])
    func remedy(_ text: String, _ written: String) throws {
        let node = try #require(read("match: other")?["match"])
        #expect(node.remedy(writing: text).words == "write `\(text)`")
        #expect(node.remedy(writing: text).edits.map(\.text) == [written])
        #expect(node.remedy(writingFlow: "[3, 5]").edits.map(\.text) == ["[3, 5]"])
    }

    private func read(_ text: String) -> SyntaxNode? {
        YAMLReader.read(SourceFile(path: "a.yaml", text: text), into: DiagnosticCollector())
    }
}
