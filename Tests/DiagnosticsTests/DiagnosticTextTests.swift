import Diagnostics
import Testing

@Suite("diagnostics as text")
struct DiagnosticTextTests {
    private func span(_ text: String, _ line: Int, _ columns: Range<Int>, to endLine: Int? = nil) -> SourceSpan {
        SourceSpan(
            file: SourceFile(path: "nets/mine.yaml", text: text),
            start: SourcePosition(line: line, column: columns.lowerBound),
            end: SourcePosition(line: endLine ?? line, column: columns.upperBound))
    }

    /// The line with its caret, as it is shown.
    private func excerpt(_ text: String, _ columns: Range<Int>) -> [String] {
        let rendered = DiagnosticText(colour: false).render(Diagnostic(.shape, "message", at: span(text, 1, columns)))
        return rendered.split(separator: "\n").suffix(2).map { String($0.dropFirst(8)) }
    }

    @Test("message, place, line, caret, notes, remedy")
    func whole() {
        let text = "modules:\n  m:\n\nnetwork:\n  - convolution: {kernal: 3}\n"
        let diagnostic = Diagnostic(
            .unknownKey, "`convolution` has no field `kernal`", at: span(text, 5, 19..<25), help: "write `kernel`",
            notes: [.init("in `a`, a use of `m`", at: span(text, 2, 3..<4)), .init("from afar", at: nil)])
        #expect(
            DiagnosticText(colour: false).render(diagnostic) == """
                error[unknown-key]: `convolution` has no field `kernal`
                  --> nets/mine.yaml:5:19
                      |
                    5 |   - convolution: {kernal: 3}
                      |                   ^^^^^^
                  = note: in `a`, a use of `m`
                  --> nets/mine.yaml:2:3
                      |
                    2 |   m:
                      |   ^
                  = note: from afar
                  = help: write `kernel`
                """)
    }

    @Test("colour marks severity, message and caret")
    func colour() {
        let diagnostic = Diagnostic(.shape, "m", at: span("ab", 1, 2..<3), help: "h", severity: .warning)
        let rendered = DiagnosticText(colour: true).render(diagnostic)
        #expect(
            rendered == """
                \u{1B}[1;33mwarning[shape]\u{1B}[0m: \u{1B}[1mm\u{1B}[0m
                  --> nets/mine.yaml:1:2
                      \u{1B}[1;34m|\u{1B}[0m
                    1 \u{1B}[1;34m|\u{1B}[0m ab
                      \u{1B}[1;34m|\u{1B}[0m  \u{1B}[1;33m^\u{1B}[0m
                  = \u{1B}[1;32mhelp\u{1B}[0m: h
                """)
    }

    @Test("a tab is one space wide, a Chinese character two, a combining mark none, and the caret is below the mistake")
    func widths() {
        #expect(excerpt("\ta: b", 5..<6) == [" a: b", "    ^"])
        #expect(excerpt("名前: 網", 5..<6) == ["名前: 網", "      ^^"])
        #expect(excerpt("e\u{301}: x", 5..<6) == ["e\u{301}: x", "   ^"])
        #expect(excerpt("한글 x", 4..<5) == ["한글 x", "     ^"])
    }

    @Test("control and format characters are spelt out, in lines, messages and paths")
    func controls() {
        #expect(excerpt("a\u{1B}[31mb: c", 10..<11) == ["a\\u{1B}[31mb: c", "              ^"])
        let file = SourceFile(path: "a\u{7}b", text: "x\u{202E}y")
        let place = SourceSpan(
            file: file, start: SourcePosition(line: 1, column: 3), end: SourcePosition(line: 1, column: 4))
        let rendered = DiagnosticText(colour: false).render(
            Diagnostic(.shape, "found `\u{1B}]0;\u{7}`", at: place, help: "write\nb"))
        #expect(rendered.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && $0 != "\u{202E}" })
        #expect(rendered.contains("a\\u{7}b:1:3"))
        #expect(rendered.contains("1 | x\\u{202E}y\n"))
        #expect(rendered.contains("|          ^"))
    }

    @Test("of a long line, the part around the mistake is shown")
    func longLines() {
        let text = String(repeating: "a", count: 300) + "!" + String(repeating: "b", count: 300)
        #expect(
            excerpt(text, 301..<302) == [
                "…" + String(repeating: "a", count: 20) + "!" + String(repeating: "b", count: 89) + "…",
                String(repeating: " ", count: 21) + "^",
            ])
        #expect(excerpt(text, 1..<3) == [String(repeating: "a", count: 110) + "…", "^^"])
        let all = excerpt(text, 1..<602)
        #expect(all[1] == String(repeating: "^", count: 110))
    }

    @Test(
        "an excerpt fits the terminal, and the caret stands below the mistake",
        arguments: [20, 40, 60, 80, 100, 120, 500])
    func widthOfTheTerminal(_ width: Int) {
        let filler = ["a", "網", "e\u{301}"].map { String(repeating: $0, count: 150) }
        for (before, after) in filler.flatMap({ left in filler.map { (left, $0) } }) {
            for length in [0, 5, 30, 90] {
                let lead = String(before.unicodeScalars.prefix(length))
                let column = lead.unicodeScalars.count + 1
                let rendered = DiagnosticText(colour: false, width: width).render(
                    Diagnostic(.shape, "m", at: span(lead + "!" + after, 1, column..<column + 1)))
                let lines = rendered.split(separator: "\n").suffix(2).map { Array($0.unicodeScalars) }
                #expect(lines.allSatisfy { cells($0[...]) <= min(width, 120) }, "\(rendered)")
                let caret = lines[1].firstIndex(of: "^").map { cells(lines[1][..<$0]) }
                let mistake = lines[0].firstIndex(of: "!").map { cells(lines[0][..<$0]) }
                #expect(caret == mistake, "\(rendered)")
            }
        }
    }

    /// The columns of a terminal that the letters of these tests take.
    private func cells(_ scalars: ArraySlice<Unicode.Scalar>) -> Int {
        scalars.reduce(0) { $0 + ($1 == "網" ? 2 : $1 == "\u{301}" ? 0 : 1) }
    }

    @Test("spans that end on another line, are empty, or lie beyond the text")
    func oddSpans() {
        let text = "a: [1,\n  2]\n"
        let long = DiagnosticText(colour: false).render(Diagnostic(.shape, "m", at: span(text, 1, 4..<5, to: 2)))
        #expect(long.hasSuffix("1 | a: [1,\n      |    ^^^"))
        #expect(excerpt("ab", 3..<3) == ["ab", "  ^"])
        #expect(excerpt("ab", 40..<50) == ["ab", "  ^"])
        let beyond = DiagnosticText(colour: false).render(Diagnostic(.shape, "m", at: span(text, 9, 1..<2)))
        #expect(beyond == "error[shape]: m\n  --> nets/mine.yaml:9:1")
        let unreadable = DiagnosticText(colour: false).render(Diagnostic(.shape, "m", at: span("", 1, 1..<1)))
        #expect(unreadable == "error[shape]: m\n  --> nets/mine.yaml:1:1")
    }

    @Test(
        "several end in a count",
        arguments: [
            ([Diagnostic.Severity.error], "1 error"), ([.error, .error], "2 errors"), ([.warning], "1 warning"),
            ([.error, .warning, .warning], "1 error, 2 warnings"),
        ])
    func counts(_ severities: [Diagnostic.Severity], _ count: String) {
        let diagnostics = severities.map { Diagnostic(.shape, "m", at: nil, severity: $0) }
        let expected = severities.map { "\($0.rawValue)[shape]: m\n\n" }.joined() + count
        #expect(DiagnosticText(colour: false).render(diagnostics) == expected + "; `netspec explain shape` tells more")
    }

    @Test("the end says once where to learn more")
    func closing() {
        let rendered = DiagnosticText(colour: false).render(
            [Diagnostic(.shape, "m", at: nil), Diagnostic(.division, "m", at: nil)])
        #expect(rendered.hasSuffix("\n\n2 errors; `netspec explain CODE` tells more"))
        #expect(rendered.matches(of: /netspec explain/).count == 1)
    }

    @Test("none are nothing")
    func none() {
        #expect(DiagnosticText(colour: false).render([]) == "")
    }
}
