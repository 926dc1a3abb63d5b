import Diagnostics
import SpecSyntax
import TestSupport
import Testing

@Suite("expressions")
struct ExpressionTests {
    private static let module = """
        modules:
          m:
            parameters: {a: integer, b: integer, a-b: integer, 3x3-reduce: integer, f: number, s: size, t: text}
            network:
              - linear: {outputs: "@"}
        network: [{m: {a: 7, b: 2, a-b: 40, 3x3-reduce: 96, f: 0.5, s: [1, 2], t: word}}]
        """

    @Test(
        "values",
        arguments: [
            ("${a}", "7"), ("${ a }", "7"), ("${a + b}", "9"), ("${a - b}", "5"), ("${a-b}", "40"),
            ("${a - b - b}", "3"),
            ("${a + b * b}", "11"), ("${a * b + b * b}", "18"), ("${12 / b / 3}", "2"), ("${12 / b * 3}", "18"),
            ("${a - 12 / b * 3 + 1}", "-10"), ("${3x3-reduce / 2}", "48"), ("${-1}", "-1"), ("${a * -1}", "-7"),
            ("${f}", "0.5"), ("${s}", "[1, 2]"), ("${t}", "word"), ("x${a}y${b}", "x7y2"), ("${a}${t}", "7word"),
            ("$a", "$a"),
            ("${1_000}", "1000"), ("a}", "a}"), ("${2147483647}", "2147483647"), ("${-2147483647}", "-2147483647"),
            ("${\ta\t*\tb }", "14"),
            ("${(a)}", "7"), ("${( a + b ) * b}", "18"), ("${(a + b) * (a - b)}", "45"),
            ("${((a + 1) / (b * 2))}", "2"),
            ("${a == 7}", "true"), ("${a + b != 9}", "false"), ("${a < b}", "false"), ("${b <= 2}", "true"),
            ("${a > 6 and b > 6}", "false"), ("${a > 6 or b > 6}", "true"), ("${not a > 6}", "false"),
            ("${not not a > 6}", "true"), ("${a == 0 or a == 7 and b == 3}", "false"),
            ("${(a == 7 or a == 0) and b == 2}", "true"), ("${f > 0}", "true"), ("${f == 0.5}", "true"),
            ("${f >= 0.75}", "false"), ("${t == 'word'}", "true"), ("${t != 'word'}", "false"),
            ("${'as it is'}", "as it is"),
            // What makes no difference is not computed.
            ("${b == 2 or a / 0 == 1}", "true"), ("${b != 2 and a / 0 == 1}", "false"),
        ])
    func values(_ text: String, _ value: String) {
        let expanded = Expanded(Self.module.replacing("@", with: text))
        #expect(expanded.diagnostics.map(described) == [])
        #expect(expanded.outline == ["m/linear: linear(input) outputs=\(value)"])
    }

    @Test(
        "mistakes, with their places inside the text",
        arguments: [
            MistakeCase("${}", "1:1 expression must hold a name or a number"),
            MistakeCase("x${ }", "1:2 expression must hold"),
            MistakeCase("${a", "1:1 expression `${` must be closed by `}` | add `}`"),
            MistakeCase("x${a + ${b}", "1:8 unknown-parameter there is no value `${b`"),
            MistakeCase(
                "${c}", "1:3 unknown-parameter there is no value `c` in the module `m` | there are `3x3-reduce`, `a`"),
            MistakeCase("${3x3_reduce}", "1:3 unknown-parameter `3x3_reduce` | write `${3x3-reduce}`"),
            MistakeCase("${a + 3x3reduce}", "1:7 unknown-parameter | write `${3x3-reduce}`"),
            MistakeCase("${a*2}", "1:3 unknown-parameter `a*2` | put spaces around each operator: `${a * 2}`"),
            MistakeCase("${3x3-reduce*2}", "1:3 unknown-parameter | `${3x3-reduce * 2}`"),
            MistakeCase("${b-a}", "1:3 unknown-parameter | `${b - a}`"),
            MistakeCase("${a b}", "1:5 expression must be joined by `+`, `-`, `*` or `/`, found `b` | put spaces"),
            MistakeCase("${a *}", "1:5 expression a name or a number must stand after `*`"),
            MistakeCase("${* a}", "1:3 expression a name or a number must stand before `*`"),
            MistakeCase("${a * * b}", "1:7 expression must stand before `*`"),
            MistakeCase("${a % b}", "1:5 expression found `%`"),
            MistakeCase("${(a}", "1:3 expression `(` must be closed by `)`"),
            MistakeCase("${a)}", "1:4 expression `)` must close a `(` before it"),
            MistakeCase("${()}", "1:4 expression a name or a number must stand before `)`"),
            MistakeCase("${a (b)}", "1:5 expression must be joined by `+`, `-`, `*` or `/`, found `(`"),
            MistakeCase("${\(String(repeating: "(", count: 5000))a}", "1:35 too-deep at most 32 deep"),
            MistakeCase("${a = 7}", "1:5 expression found `=` | write `==` to compare"),
            MistakeCase("${a==7}", "1:3 unknown-parameter | put spaces around each operator: `${a == 7}`"),
            MistakeCase("${1 < a < 9}", "1:9 expression must not follow another, found `<` | join two by `and`"),
            MistakeCase(
                "${a and b > 1}", "1:3 expression `and` needs something true or false beside it, and this is `7`"),
            MistakeCase("${not a}", "1:7 expression `not` needs something true or false"),
            MistakeCase("${t == 7}", "1:3 expression `word` and `7` cannot be compared by `==`"),
            MistakeCase("${t < 'word'}", "1:3 expression cannot be compared by `<` | use `==` or `!=`"),
            MistakeCase("${t == 'word}", "1:8 expression a word in quotes must end in `'`"),
            MistakeCase("${(a > b) * 2}", "1:3 expression a whole number must stand here, and this is true"),
            MistakeCase("${c + 1 * * 2}", "1:11 expression must stand before `*`"),
            MistakeCase("${a / 0}", "1:7 division `/` must divide by a number other than 0"),
            MistakeCase(
                "${a / b}", "1:3 division a division must come out whole, and 7 / 2 does not | a number that 2 divides"),
            MistakeCase("${f * 2}", "1:3 expression `f` must be a whole number here, and is `0.5`"),
            MistakeCase("${s * 2}", "1:3 expression `s` must be a whole number here, and is a list"),
            MistakeCase("x${s}", "1:4 expression must be a whole number here"),
            MistakeCase("${1.5 * a}", "1:3 expression numbers in `${…}` must be whole, found `1.5`"),
            MistakeCase("${2147483647 + a}", "1:3 overflow at most 2147483647"),
            MistakeCase("${2147483648}", "1:3 overflow"),
            MistakeCase("${99999999999999999999}", "1:3 overflow"),
            MistakeCase("${-9223372036854775808}", "1:3 overflow"),
            MistakeCase("${a * 2147483647 * 2147483647 * 2147483647}", "1:3 overflow"),
            MistakeCase("${a} ${x} ${y}", "1:8 unknown-parameter `x`", "1:13 unknown-parameter `y`"),
        ])
    func mistakes(_ mistake: MistakeCase) {
        // The text stands at column 27 of line 5, behind a quote.
        let found = Expanded(Self.module.replacing("@", with: mistake.text)).diagnostics.map { diagnostic in
            Diagnostic(
                diagnostic.code, diagnostic.message, at: diagnostic.span.map { shifted($0) }, help: diagnostic.help)
        }
        mistake.check(found)
    }

    private func shifted(_ span: SourceSpan) -> SourceSpan {
        func move(_ place: SourcePosition) -> SourcePosition {
            SourcePosition(line: place.line - 4, column: place.column - 27)
        }
        return SourceSpan(file: span.file, start: move(span.start), end: move(span.end))
    }

    @Test("the caret is under the mistake alone")
    func caret() throws {
        let text = "network: [{linear: {outputs: \"${classses * 2}\"}}]\nclasses: 10"
        let expanded = Expanded(text)
        let diagnostic = try #require(expanded.diagnostics.first)
        #expect(
            DiagnosticText(colour: false).render(diagnostic) == """
                error[unknown-parameter]: there is no value `classses` in the spec
                  --> spec.yaml:1:33
                      |
                    1 | network: [{linear: {outputs: "${classses * 2}"}}]
                      |                                 ^^^^^^^^
                  = help: write `${classes}`
                """)
    }
}
