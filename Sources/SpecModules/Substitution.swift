import Diagnostics
import SpecSyntax

/// Replaces `${…}` in a tree by values.
///
/// A value that is nothing but `${name}` becomes what the name stands for, of whatever type, and keeps the place where
/// that was written; any other text gets the values put into it.
struct Substitution {
    let environment: Environment
    let context: FieldContext

    func apply(_ node: SyntaxNode) -> SyntaxNode {
        switch node.content {
        case .scalar(let scalar): return apply(scalar, of: node)
        case .sequence(let items): return SyntaxNode(.sequence(items.map(apply)), at: node.span)
        case .mapping(let entries): return SyntaxNode(.mapping(entries.map(apply)), at: node.span)
        }
    }

    func apply(_ entry: SyntaxNode.Entry) -> SyntaxNode.Entry {
        .init(key: entry.key, keySpan: entry.keySpan, value: apply(entry.value))
    }

    private func apply(_ scalar: SyntaxNode.Scalar, of node: SyntaxNode) -> SyntaxNode {
        guard scalar.text.contains("${") else { return node }
        let pieces = split(scalar.text)
        if pieces.count == 1, let inside = pieces[0].expression, pieces[0].isClosed,
            let value = Expression(inside).bareName(in: environment)
        {
            return value
        }
        var text = ""
        for piece in pieces {
            guard let inside = piece.expression else {
                text += piece.text
                continue
            }
            text += evaluated(inside, piece, of: node) ?? "1"
        }
        return SyntaxNode(.scalar(.init(text, isPlain: scalar.isPlain || pieces.count == 1)), at: node.span)
    }

    private func evaluated(_ inside: String, _ piece: Piece, of node: SyntaxNode) -> String? {
        guard piece.isClosed else {
            context.report(
                Diagnostic("expression", "`${` must be closed by `}`", at: node.span, help: "add `}`"))
            return nil
        }
        let expression = Expression(inside)
        if let value = expression.bareName(in: environment)?.scalar { return value.text }
        do throws(Expression.Mistake) {
            return String(try expression.integer(in: environment))
        } catch {
            let offset = piece.start + 2
            let span = node.span(ofScalars: offset + error.range.lowerBound..<offset + error.range.upperBound)
            context.report(Diagnostic(error.code, error.message, at: span, help: error.help))
            return nil
        }
    }

    private struct Piece {
        let text: String
        /// What is between `${` and `}`; nil for text around it.
        let expression: String?
        let isClosed: Bool
        /// Where the piece begins, in Unicode scalars.
        let start: Int
    }

    private func split(_ text: String) -> [Piece] {
        let scalars = Array(text.unicodeScalars)
        var pieces: [Piece] = []
        var index = 0
        func string(_ range: Range<Int>) -> String { String(String.UnicodeScalarView(scalars[range])) }
        while index < scalars.count {
            let opensHere = scalars[index] == "$" && index + 1 < scalars.count && scalars[index + 1] == "{"
            let start = index
            if opensHere {
                let close = scalars[index...].firstIndex(of: "}")
                let end = close ?? scalars.count
                pieces.append(
                    Piece(text: "", expression: string(start + 2..<end), isClosed: close != nil, start: start))
                index = close.map { $0 + 1 } ?? end
            } else {
                index += 1
                while index < scalars.count, !(scalars[index] == "$" && scalars.dropFirst(index + 1).first == "{") {
                    index += 1
                }
                pieces.append(Piece(text: string(start..<index), expression: nil, isClosed: true, start: start))
            }
        }
        return pieces
    }
}

extension SyntaxNode {
    /// The place of a part of a scalar's text; the whole where quoting or line breaks make the part's place unsure.
    fileprivate func span(ofScalars range: Range<Int>) -> SourceSpan {
        guard let scalar, span.start.line == span.end.line, !range.isEmpty else { return span }
        let written = span.end.column - span.start.column
        let quotes = scalar.isPlain ? 0 : 1
        guard written == scalar.text.unicodeScalars.count + 2 * quotes else { return span }
        let first = span.start.column + quotes
        return SourceSpan(
            file: span.file, start: SourcePosition(line: span.start.line, column: first + range.lowerBound),
            end: SourcePosition(line: span.start.line, column: first + range.upperBound))
    }
}
