import Diagnostics
import SpecSyntax

extension SourceSpan {
    /// The place of a part of a scalar, in Unicode scalars of its text; the whole where escapes or line breaks make the
    /// part's place unsure.
    func part(_ range: Range<Int>, of text: String) -> SourceSpan {
        let count = text.unicodeScalars.count
        guard start.line == end.line, [count, count + 2].contains(end.column - start.column) else { return self }
        let first = start.column + (end.column - start.column - count) / 2
        return SourceSpan(
            file: file, start: SourcePosition(line: start.line, column: first + range.lowerBound),
            end: SourcePosition(line: start.line, column: first + range.upperBound))
    }
}

extension SyntaxNode {
    /// The place of a part of a scalar's text, in Unicode scalars.
    func span(ofScalars range: Range<Int>) -> SourceSpan {
        span.part(range, of: scalar?.text ?? "")
    }
}
