import Caffe
import Diagnostics
import TestSupport
import Testing

@Suite("reading protobuf's text format")
struct TextFormatTests {
    @Test("every form of a field and a value")
    func forms() throws {
        let message = try #require(
            read(
                #"""
                # a comment
                a: 1 b:-0x1F; c: 017, d: 1.5f e: -2e-3 f: .5 g: 1.
                h: true i: -inf j: "one" 'two'  # adjoining
                  "three"
                k { l: X } m: { n: Y } o < p: Z > q: [1, 2, 3] r: [] s: [{t: 1}, <t: 2>]
                [pkg.ext]: 7 [type.googleapis.com/a.B] { u: 1 } u: "\n\t\\\'\"\x41\101é\u00e9\U0001F600?"
                """#))
        #expect(
            message.fields.map(outline) == [
                "a: integer 1", "b: integer -0x1F", "c: integer 017", "d: decimal 1.5f", "e: decimal -2e-3",
                "f: decimal .5", "g: decimal 1.", "h: word true", "i: word -inf", "j: string onetwothree",
                "k: {l: word X}", "m: {n: word Y}", "o: {p: word Z}", "q: [integer 1, integer 2, integer 3]", "r: []",
                "s: [{t: integer 1}, {t: integer 2}]", "[pkg.ext]: integer 7",
                "[type.googleapis.com/a.B]: {u: integer 1}",
                "u: string \n\t\\'\"AAéé😀?",
            ])
    }

    @Test("each value has its place, lines and columns counted as everywhere")
    func places() throws {
        let message = try #require(
            read("é: 1\n".replacing("é", with: "e") + "  name : \"é\" 'b'\r\nlayer {\n  x: -\n 3\n}"))
        #expect(message.fields.map { place($0.nameSpan) } == ["1:1-1:2", "2:3-2:7", "3:1-3:6"])
        #expect(message.fields.map { place($0.value.span) } == ["1:4-1:5", "2:10-2:17", "3:7-6:2"])
        guard case .message(let layer) = message.fields[2].value else { return #expect(Bool(false)) }
        #expect(place(layer.fields[0].value.span) == "4:6-5:3")
    }

    @Test("mistakes", arguments: mistakes)
    func mistake(_ mistake: MistakeCase) {
        let collector = DiagnosticCollector()
        #expect(TextFormatReader.read(SourceFile(path: "net.prototxt", text: mistake.text), into: collector) == nil)
        mistake.check(collector.diagnostics)
    }

    @Test("an empty file is an empty message")
    func empty() throws {
        #expect(try #require(read("")).fields.isEmpty)
        #expect(try #require(read("# nothing\n")).fields.isEmpty)
    }

    @Test("deep, wide and long texts are answered")
    func hostile() {
        #expect(codes(String(repeating: "a{", count: 200_000)) == ["too-deep"])
        #expect(codes(String(repeating: "a<", count: 200_000)) == ["too-deep"])
        #expect(codes(String(repeating: "a:1 ", count: 300_000)) == ["too-large"])
        #expect(codes("a: [" + String(repeating: "1,", count: 300_000)) == ["too-large"])
        #expect(codes("a: " + String(repeating: "\"x\"", count: 300_000)) == [])
        #expect(codes("a: \"" + String(repeating: "x", count: 1_000_000)) == ["prototxt-syntax"])
        #expect(codes("a: " + String(repeating: "9", count: 1_000_000)) == [])
        #expect(codes(String(repeating: "a{", count: 100) + String(repeating: "}", count: 100)) == [])
    }

    private func read(_ text: String) -> TextMessage? {
        TextFormatReader.read(SourceFile(path: "net.prototxt", text: text), into: DiagnosticCollector())
    }

    private func codes(_ text: String) -> [String] {
        let collector = DiagnosticCollector()
        _ = TextFormatReader.read(SourceFile(path: "net.prototxt", text: text), into: collector)
        return collector.diagnostics.map(\.code.rawValue)
    }
}

private func outline(_ field: TextMessage.Field) -> String { "\(field.name): \(outline(field.value))" }

private func outline(_ value: TextMessage.Value) -> String {
    switch value {
    case .scalar(let scalar): "\(scalar.kind) \(scalar.text)"
    case .message(let message): "{\(message.fields.map(outline).joined(separator: ", "))}"
    case .list(let items, _): "[\(items.map(outline).joined(separator: ", "))]"
    }
}

private func place(_ span: SourceSpan) -> String {
    "\(span.start.line):\(span.start.column)-\(span.end.line):\(span.end.column)"
}

private let mistakes = [
    MistakeCase(
        "layer", "1:6 prototxt-syntax behind the field `layer` there must be `:` and a value, or `{` | layer { … }"),
    MistakeCase("layer {\n  a: 1\n", "1:7 prototxt-syntax must end with `}`, and the file ends | add `}`"),
    MistakeCase("a: 1 }", "1:6 prototxt-syntax must begin with its name, found `}` | remove it"),
    MistakeCase("a < b: 1 }", "1:10 prototxt-syntax must begin with its name, found `}`"),
    MistakeCase("a: ", "1:4 prototxt-syntax `a` must have a value, found the end of the file | write `a: …`"),
    MistakeCase("a: }", "1:4 prototxt-syntax `a` must have a value, found `}`"),
    MistakeCase("a: - }", "1:4 prototxt-syntax `a` must have a value"),
    MistakeCase("a: \"x\n\"", "1:4 prototxt-syntax must end with one on the same line | put `\"` behind it"),
    MistakeCase(#"a: "\q""#, #"1:5 prototxt-syntax an escape must be one of"#),
    MistakeCase(#"a: "\xff""#, "1:4 prototxt-syntax the escapes in a text must make UTF-8"),
    MistakeCase(#"a: "\ud800""#, "1:5 prototxt-syntax an escape must be one of"),
    MistakeCase("a: 089", "1:4 prototxt-syntax a number must be decimal, hexadecimal behind `0x` or octal"),
    MistakeCase("a: 0x", "1:4 prototxt-syntax a number must be"),
    MistakeCase(
        "a: 12abc",
        "1:4 prototxt-syntax a number must be decimal, hexadecimal behind `0x` or octal behind `0`, found `12abc`"),
    MistakeCase("a: 1.2.3", "1:4 prototxt-syntax a number must be"),
    MistakeCase("a: [1 2]", "1:7 prototxt-syntax between the items of a list there must be `,`, found `2`"),
    MistakeCase("a: [[1]]", "1:5 prototxt-syntax a list must not hold lists"),
    MistakeCase("[a.b: 1", "1:5 prototxt-syntax the name of an extension must end with `]`, found `:`"),
    MistakeCase("a: 1\nb = 2", "2:3 prototxt-syntax a field must begin here, found `=` | remove it"),
    MistakeCase("a: 1\n  é: 2", "2:3 prototxt-syntax a field must begin here, found `é`"),
    MistakeCase("\"a\": 1", "1:1 prototxt-syntax a field must begin with its name, found a text in quotes"),
    MistakeCase("a:: 1", "1:3 prototxt-syntax `a` must have a value, found `:`"),
]
