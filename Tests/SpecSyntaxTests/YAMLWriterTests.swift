import Diagnostics
import SpecSyntax
import Testing

@Suite("writing YAML")
struct YAMLWriterTests {
    private static let nowhere = SourceSpan.beginning(of: SourceFile(path: "", text: ""))

    @Test("random trees come back as they went", arguments: 0..<300)
    func roundTrip(_ seed: Int) throws {
        var random = Random(seed: UInt64(seed))
        let tree = tree(depth: 0, &random)
        let text = try YAMLWriter.text(tree)
        let back = read(text)
        #expect(outline(tree) == back.map(outline), "seed \(seed)\n\(text)")
        let again = try back.map { try YAMLWriter.text($0) }
        #expect(try again.flatMap(read).map { try YAMLWriter.text($0) } == again, "seed \(seed)")
    }

    @Test("texts that look like something else", arguments: texts)
    func lookalikes(_ text: String) throws {
        for isPlain in [true, false] where !(isPlain && SyntaxNode(.scalar(.init(text)), at: Self.nowhere).isEmpty) {
            let scalar = SyntaxNode(.scalar(.init(text, isPlain: isPlain)), at: Self.nowhere)
            let tree = SyntaxNode(
                .mapping([
                    .init(key: text, keySpan: Self.nowhere, value: scalar),
                    .init(
                        key: text + "x", keySpan: Self.nowhere,
                        value: SyntaxNode(
                            .sequence([scalar, SyntaxNode(.mapping([]), at: Self.nowhere)]), at: Self.nowhere)),
                ]), at: Self.nowhere)
            let written = try YAMLWriter.text(tree)
            #expect(outline(tree) == read(written).map(outline), "\(written)")
        }
    }

    @Test("lists and mappings that fit on a line are written on one")
    func form() throws {
        let text = """
            input: {channels: 3, height: 32, width: 32}
            network:
            - convolution: {name: conv1, filters: 20, kernel: [5, 3]}
            - relu
            - concat:
                left:
                - linear: {outputs: "${classes}", weight-initializer: {gaussian: {deviation: 0.01}}}
                - relu: {name: a-rather-long-name-for-a-layer-that-does-next-to-nothing}
                right: []
            empty: ~

            """
        let written = try YAMLWriter.text(try #require(read(text)))
        #expect(written == text, "\(written)")
    }

    @Test("what is not printable is escaped, and all else is not")
    func escapes() throws {
        let scalar = SyntaxNode(.scalar(.init("é\u{1B}\u{2028}名", isPlain: false)), at: Self.nowhere)
        #expect(try YAMLWriter.text(scalar) == "\"é\\e\\L名\"\n")
    }

    private static let texts = [
        "", "~", "null", "true", "no", "1", "1e3", "0x10", ".5", "a: b", "a:", ":", ": a", "#", "a #b", "# a", "{", "}",
        "{a}", "[a]",
        "a, b", "\"", "'", "\"a\"", "'a'", "it's", "a\nb", "\n", "a\n", "\na", "a\n\nb", "a\r\nb", "\t", " a", "a ",
        "  ", "-", "- a",
        "--- a", "---", "...", "?", "? a", "!", "!!int 3", "&a", "*a", "%a", "@a", "`a`", "|", ">", "<<x", "é", "名前",
        "🦊",
        "\u{FEFF}", "\u{85}", "\u{2028}", "\u{A0}", "\u{7F}", "\u{1}", "\\", "\\n", "${a * 2}", "a${b}c", "e\u{301}",
        String(repeating: "word ", count: 60), String(repeating: "a", count: 300), String(repeating: "a\n", count: 90),
    ]

    // MARK: Random trees

    /// Knuth's linear congruential generator, upper bits.
    private struct Random {
        var state: UInt64

        init(seed: UInt64) { state = seed &* 2_862_933_555_777_941_757 &+ 3_037_000_493 }

        mutating func next(below bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
    }

    private func tree(depth: Int, _ random: inout Random) -> SyntaxNode {
        let count = random.next(below: 5)
        switch random.next(below: depth < 5 ? 4 : 1) {
        case 0, 3:
            let text = Self.texts[random.next(below: Self.texts.count)]
            return SyntaxNode(.scalar(.init(text, isPlain: random.next(below: 2) == 0)), at: Self.nowhere)
        case 1:
            let items = (0..<count).map { _ in tree(depth: depth + 1, &random) }
            return SyntaxNode(.sequence(items), at: Self.nowhere)
        default:
            let keys = Set((0..<count).map { _ in Self.texts[random.next(below: Self.texts.count)] }).sorted()
            let entries = keys.map {
                SyntaxNode.Entry(key: $0, keySpan: Self.nowhere, value: tree(depth: depth + 1, &random))
            }
            return SyntaxNode(.mapping(entries), at: Self.nowhere)
        }
    }

    private func read(_ text: String) -> SyntaxNode? {
        let collector = DiagnosticCollector()
        let tree = YAMLReader.read(SourceFile(path: "written.yaml", text: text), into: collector)
        #expect(collector.diagnostics.map(described) == [], "\(text)")
        return tree
    }

    /// The tree without places, and without the difference of notations that mean the same.
    private func outline(_ node: SyntaxNode) -> String {
        switch node.content {
        case .scalar(let scalar): return node.isEmpty ? "nothing" : scalar.text.debugDescription
        case .sequence(let items): return "[\(items.map(outline).joined(separator: ", "))]"
        case .mapping(let entries):
            return "{\(entries.map { "\($0.key.debugDescription): \(outline($0.value))" }.joined(separator: ", "))}"
        }
    }
}
