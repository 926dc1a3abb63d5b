import Diagnostics
import SpecSyntax
import TestSupport
import Testing

/// A tree of texts that are easily mistaken for something else, the same for the same seed.
struct RandomTree {
    static let nowhere = SourceSpan.beginning(of: SourceFile(path: "", text: ""))

    static let texts = [
        "", "~", "null", "true", "no", "1", "1e3", "0x10", ".5", "a: b", "a:", ":", ": a", "#", "a #b", "# a", "{", "}",
        "{a}", "[a]",
        "a, b", "\"", "'", "\"a\"", "'a'", "it's", "a\nb", "\n", "a\n", "\na", "a\n\nb", "a\r\nb", "\t", " a", "a ",
        "  ", "-", "- a",
        "--- a", "---", "...", "?", "? a", "!", "!!int 3", "&a", "*a", "%a", "@a", "`a`", "|", ">", "<<x", "é", "名前",
        "🦊",
        "\u{FEFF}", "\u{85}", "\u{2028}", "\u{A0}", "\u{7F}", "\u{1}", "\\", "\\n", "${a * 2}", "a${b}c", "e\u{301}",
        String(repeating: "word ", count: 60), String(repeating: "a", count: 300), String(repeating: "a\n", count: 90),
    ]

    let tree: SyntaxNode

    init(seed: Int) {
        var random = Random(seed: UInt64(seed))
        tree = Self.tree(depth: 0, &random)
    }

    /// Knuth's linear congruential generator, upper bits.
    private struct Random {
        var state: UInt64

        init(seed: UInt64) { state = seed &* 2_862_933_555_777_941_757 &+ 3_037_000_493 }

        mutating func next(below bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
    }

    private static func tree(depth: Int, _ random: inout Random) -> SyntaxNode {
        let count = random.next(below: 5)
        switch random.next(below: depth < 5 ? 4 : 1) {
        case 0, 3:
            let text = texts[random.next(below: texts.count)]
            return SyntaxNode(.scalar(.init(text, isPlain: random.next(below: 2) == 0)), at: nowhere)
        case 1:
            let items = (0..<count).map { _ in tree(depth: depth + 1, &random) }
            return SyntaxNode(.sequence(items), at: nowhere)
        default:
            let keys = Set((0..<count).map { _ in texts[random.next(below: texts.count)] }).sorted()
            let entries = keys.map {
                SyntaxNode.Entry(key: $0, keySpan: nowhere, value: tree(depth: depth + 1, &random))
            }
            return SyntaxNode(.mapping(entries), at: nowhere)
        }
    }
}

/// The tree of a text that must be YAML.
func read(_ text: String) -> SyntaxNode? {
    let collector = DiagnosticCollector()
    let tree = YAMLReader.read(SourceFile(path: "written.yaml", text: text), into: collector)
    #expect(collector.diagnostics.map(described) == [], "\(text)")
    return tree
}

/// The tree without places, and without the difference of notations that mean the same.
func outline(_ node: SyntaxNode) -> String {
    switch node.content {
    case .scalar(let scalar): return node.isEmpty ? "nothing" : scalar.text.debugDescription
    case .sequence(let items): return "[\(items.map(outline).joined(separator: ", "))]"
    case .mapping(let entries):
        return "{\(entries.map { "\($0.key.debugDescription): \(outline($0.value))" }.joined(separator: ", "))}"
    }
}
