import Diagnostics

/// A value with a comma in it that stands in `{ }`, where YAML takes what is behind the comma for the next key: `(3, 3)` for
/// `[3, 3]`, `0,1` for `0.1`.
struct TornValue {
    /// What was meant.
    let whole: SyntaxNode
    let diagnostic: Diagnostic

    /// - Parameters:
    ///   - first: the value before the comma.
    ///   - key: what stands behind it.
    ///   - value: the value of that key; torn values have none.
    init?(_ first: SyntaxNode, key: String, at keySpan: SourceSpan, _ value: SyntaxNode) {
        guard let start = first.scalar, start.isPlain, value.isEmpty, keySpan.start.line == first.span.start.line else {
            return nil
        }
        let span = SourceSpan(file: first.span.file, start: first.span.start, end: keySpan.end)
        let message: String
        if start.text.hasPrefix("("), !start.text.hasSuffix(")"), key.hasSuffix(")"), !key.contains("(") {
            let items = [
                SyntaxNode(.scalar(.init(String(start.text.dropFirst()))), at: first.span),
                SyntaxNode(.scalar(.init(String(key.dropLast()))), at: keySpan),
            ]
            whole = SyntaxNode(.sequence(items), at: span)
            message = "a list must stand in `[ ]`"
        } else if [start.text, key].allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy("0123456789".utf8.contains) }) {
            whole = SyntaxNode(.scalar(.init("\(start.text).\(key)")), at: span)
            message = "a number must have a point, not a comma"
        } else {
            return nil
        }
        diagnostic = Diagnostic(
            .yamlSyntax, "\(message), found `\(abbreviated(span.text ?? "\(start.text), \(key)"))`", at: span,
            help: Remedy(
                "write `\(abbreviated(whole.description))`", edits: span.edits(writing: whole.description)))
    }
}
