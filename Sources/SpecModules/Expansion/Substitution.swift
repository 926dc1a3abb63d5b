import Diagnostics
import SpecSyntax

/// Replaces `${…}` in a tree by values.
///
/// A value that is nothing but `${name}` becomes what the name stands for, of whatever type, and keeps the place where
/// that was written; any other text gets the values put into it.
struct Substitution {
    /// Texts beyond this, in bytes, are refused, so that modules that double a text cannot fill the memory.
    private static let longestText = 10_000

    let environment: Environment
    let context: FieldContext
    let references: ReferenceCollector

    /// The tree with its values; nil, with the reasons reported, after a mistake anywhere in it or in what it names.
    func apply(_ node: SyntaxNode) -> SyntaxNode? {
        switch node.content {
        case .scalar(let scalar): return apply(scalar, of: node)
        case .sequence(let items):
            let results = items.map(apply)
            let values = results.compactMap { $0 }
            return values.count == items.count ? SyntaxNode(.sequence(values), at: node.span) : nil
        case .mapping(let entries):
            let (values, invalid) = apply(entries)
            return invalid.isEmpty ? SyntaxNode(.mapping(values), at: node.span) : nil
        }
    }

    /// Fields with their values, and the keys of those that have a mistake in them and stay as they were.
    ///
    /// - Parameter kept: fields that stay as they are, because they are lists of steps that have their own turn.
    func apply(
        _ entries: [SyntaxNode.Entry], except kept: Set<String> = []
    ) -> (entries: [SyntaxNode.Entry], invalid: Set<String>) {
        var invalid: Set<String> = []
        let values = entries.map { entry in
            guard !kept.contains(entry.key) else { return entry }
            guard let value = apply(entry.value) else {
                invalid.insert(entry.key)
                return entry
            }
            return SyntaxNode.Entry(key: entry.key, keySpan: entry.keySpan, value: value)
        }
        return (values, invalid)
    }

    private func apply(_ scalar: SyntaxNode.Scalar, of node: SyntaxNode) -> SyntaxNode? {
        guard scalar.text.utf8.contains(UInt8(ascii: "$")), scalar.text.contains("${") else { return node }
        guard scalar.text.utf8.count <= Self.longestText else { return tooLong(scalar.text, of: node) }
        let pieces = split(scalar.text)
        for piece in pieces { resolveNames(in: piece, of: node) }
        guard !pieces.contains(where: { $0.expression.map { Expression($0).isInvalid(in: environment) } ?? false })
        else { return nil }
        if pieces.count == 1, let inside = pieces[0].expression, pieces[0].isClosed,
            let value = Expression(inside).bareName(in: environment)
        {
            return value
        }
        let texts = pieces.map { piece in
            piece.expression.map { evaluated($0, piece, of: node) } ?? piece.text
        }
        guard !texts.contains(nil) else { return nil }
        let text = texts.compactMap { $0 }.joined()
        guard text.utf8.count <= Self.longestText else { return tooLong(text, of: node) }
        return SyntaxNode(
            .scalar(.init(text, isPlain: scalar.isPlain || pieces.count == 1)), at: node.span,
            provenance: Provenance(
                place: .network(module: environment.owner.module),
                expression: .init(text: scalar.text, names: names(in: scalar.text))))
    }

    /// What the names in a text stand for, but for the iterations of a `repeat`.
    private func names(in text: String) -> [(name: String, value: SyntaxNode)] {
        Expression.names(in: text).compactMap { name in
            guard case .value(let value) = environment[name] else { return nil }
            return (name, value)
        }
    }

    /// Tells what the names in a scalar refer to.
    func resolveNames(in node: SyntaxNode) {
        for piece in split(node.scalar?.text ?? "") { resolveNames(in: piece, of: node) }
    }

    /// Tells what the names in an expression refer to.
    private func resolveNames(in piece: Piece, of node: SyntaxNode) {
        guard let expression = piece.expression else { return }
        for word in Expression(expression).words where word.isName {
            guard let declaration = environment.declaration(of: word.text) else { continue }
            let (start, end) = (piece.start + 2 + word.range.lowerBound, piece.start + 2 + word.range.upperBound)
            references.resolved(.value, node.span(ofScalars: start..<end), to: declaration)
        }
    }

    private func tooLong(_ text: String, of node: SyntaxNode) -> SyntaxNode? {
        context.report(
            Diagnostic(
                .tooLarge,
                "a text with `${…}` and what comes of it must be at most \(Self.longestText) letters long, and there "
                    + "are \(text.utf8.count)", at: node.span,
                help: "put fewer or shorter texts together"))
        return nil
    }

    private func evaluated(_ inside: String, _ piece: Piece, of node: SyntaxNode) -> String? {
        guard piece.isClosed else {
            let span = node.span(ofScalars: piece.start..<piece.start + 2 + inside.unicodeScalars.count)
            let end = SourceSpan(file: span.file, start: span.end, end: span.end)
            context.report(
                Diagnostic(
                    .expression, "`${` must be closed by `}`", at: span,
                    help: Remedy("add `}`", edits: span.text == "${" + inside ? end.edits(writing: "}") : [])))
            return nil
        }
        let expression = Expression(inside)
        if let value = expression.bareName(in: environment)?.scalar { return value.text }
        do throws(Expression.Mistake) {
            return try expression.value(in: environment)
        } catch {
            let offset = piece.start + 2
            let wrong =
                error.range.isEmpty
                ? piece.start..<offset + inside.unicodeScalars.count + 1
                : offset + error.range.lowerBound..<offset + error.range.upperBound
            let span = node.span(ofScalars: wrong)
            // Where the name's own place is not known, the span is that of the whole text.
            let isName = span.text == error.text(in: inside)
            let edits = isName ? error.replacement.map(span.edits) ?? [] : []
            context.report(
                Diagnostic(
                    error.code, error.message, at: span, help: error.help.map { Remedy($0, edits: edits) }))
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
