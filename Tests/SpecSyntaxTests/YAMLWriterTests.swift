import Diagnostics
import SpecSyntax
import Testing

@Suite("writing YAML")
struct YAMLWriterTests {
    private static let nowhere = RandomTree.nowhere

    @Test("random trees come back as they went", arguments: 0..<300)
    func roundTrip(_ seed: Int) throws {
        let tree = RandomTree(seed: seed).tree
        let text = try YAMLWriter.text(tree)
        let back = read(text)
        #expect(outline(tree) == back.map(outline), "seed \(seed)\n\(text)")
        let again = try back.map { try YAMLWriter.text($0) }
        #expect(try again.flatMap(read).map { try YAMLWriter.text($0) } == again, "seed \(seed)")
    }

    @Test("texts that look like something else", arguments: RandomTree.texts)
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
}
