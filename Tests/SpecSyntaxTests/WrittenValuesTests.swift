import Diagnostics
import SpecSyntax
import Testing

/// Where the values of fields are written, by the way to each.
struct WrittenValuesTests {
    private static let kinds: [ChoiceCase<Int>] = [
        ChoiceCase("one", help: "one", mainField: "size") { fields in
            fields.required("size", .integer(0...9), help: "how large")
        }
    ]

    private func places(_ text: String) throws -> WrittenValues {
        let collector = DiagnosticCollector()
        let file = SourceFile(path: "a.yaml", text: text)
        let entries = try #require(YAMLReader.read(file, into: collector)?.mapping)
        let written = WrittenValueCollector()
        let fields = FieldReader(
            entries, of: "train", at: .beginning(of: file),
            context: FieldContext(collector: collector, written: written))
        let kind = FieldFormat<Int>.choice(of: "a kind", Self.kinds, placeholder: 0)
        _ = fields.optional("kind", kind, default: 0, help: "one")
        _ = fields.optional("kinds", .list(of: kind), default: [], help: "several")
        _ = fields.optional("rate", .integer(0...9), default: 1, help: "how fast")
        fields.finish()
        #expect(collector.diagnostics.isEmpty)
        return written.values
    }

    /// The kind is no part of the way, and a short form has the place of its one value.
    @Test(arguments: [
        ("rate: 3\nkind: {one: {size: 3}}", "kind.size", "2:20"), ("rate: 3\nkind: {one: 3}", "kind.size", "2:13"),
        ("kinds: [{one: 3}, {one: {size: 3}}]", "kinds.1.size", "1:32"), ("kinds: [{one: 3}]", "kinds.0", "1:9"),
    ])
    func areFoundByTheWay(_ text: String, _ path: String, _ place: String) throws {
        let start = try #require(places(text)[path]).span.start
        #expect("\(start.line):\(start.column)" == place)
    }

    @Test func whatIsLeftOutHasNoPlace() throws {
        #expect(try places("rate: 3")["kind"] == nil)
    }
}
