import Diagnostics

/// Where libyaml stops, and what to change; its own words name what its grammar wants, not what a person wrote.
struct YAMLProblem {
    /// Where the mistake most likely is, which may be before the place where libyaml notices it.
    let span: SourceSpan
    let remedy: String
    let notes: [Diagnostic.Note]

    /// - Parameters:
    ///   - words: libyaml's.
    ///   - mark: where it stops.
    ///   - context: what it was reading, from where.
    init(words: String, mark: SourcePosition, context: (words: String, at: SourcePosition)?, in file: SourceFile) {
        var place = YAMLLine(mark, in: file)
        var notes: [Diagnostic.Note] = []
        if let start = context?.at, words.contains("could not find expected ':'") {
            place = YAMLLine(start, in: file)
            span = place.rest
        } else if let start = context?.at, words.contains("end of stream") {
            // The quotation mark that nothing closes.
            place = YAMLLine(start, in: file)
            span = place.character
        } else if words.contains("mapping values are not allowed"), let key = place.keyThatBeginsIt {
            span = key
        } else {
            span = place.character
            if let context, context.at != mark {
                notes = [.init(context.words, at: SourceSpan(file: file, start: context.at, end: context.at))]
            }
        }
        self.notes = notes
        remedy =
            place.remedy(for: words) ?? remedies.first { words.contains($0.words) }?.help
            ?? "look for a quotation mark, a bracket or an indentation that is wrong before this place"
    }
}

/// A line of a text, and a place in it.
private struct YAMLLine {
    let file: SourceFile
    let mark: SourcePosition
    let scalars: [Unicode.Scalar]

    init(_ mark: SourcePosition, in file: SourceFile) {
        (self.file, self.mark) = (file, mark)
        scalars = Array((file.line(mark.line) ?? "").unicodeScalars)
    }

    var character: SourceSpan { span(length: 1) }

    /// What stands from the place to the line's end, without a comment.
    var rest: SourceSpan {
        let rest = scalars.dropFirst(mark.column - 1)
        let comment = rest.indices.first { rest[$0] == "#" && $0 > rest.startIndex && rest[$0 - 1] == " " }
        let last = rest[..<(comment ?? rest.endIndex)].lastIndex { !" \t\r".unicodeScalars.contains($0) }
        return span(length: max(1, (last ?? rest.startIndex) + 1 - rest.startIndex))
    }

    private func span(length: Int) -> SourceSpan {
        SourceSpan(file: file, start: mark, end: SourcePosition(line: mark.line, column: mark.column + length))
    }

    /// The key before the place, a colon, if the line begins with it.
    var keyThatBeginsIt: SourceSpan? {
        guard mark.column <= scalars.count, scalars[mark.column - 1] == ":",
            let first = scalars.firstIndex(where: { $0 != " " }), first < mark.column - 1,
            !scalars[first..<mark.column - 1].contains(":"), !["-", "\"", "'"].contains(scalars[first])
        else { return nil }
        return SourceSpan(file: file, start: SourcePosition(line: mark.line, column: first + 1), end: mark)
    }

    /// What only the line tells.
    func remedy(for words: String) -> String? {
        if scalars.prefix(mark.column).last == "\t" { return "indent with spaces, not with a tab" }
        if words.contains("mapping values are not allowed"), keyThatBeginsIt != nil {
            return "indent this line like the one above it, which has a value already"
        }
        if words.contains("could not find expected ':'"), scalars.dropFirst(mark.column - 1).first == "-" {
            return "put a space behind the dash"
        }
        if words.contains("expected key"), scalars.dropFirst(mark.column - 1).first == "-" {
            return "give all items of the list one indentation, and each a dash"
        }
        return nil
    }
}

private let remedies: [(words: String, help: String)] = [
    ("expected '-' indicator", "give all items of the list one indentation, and each a dash"),
    ("expected key", "give all keys of the mapping one indentation"),
    ("expected <block end>", "give what belongs together one indentation"),
    ("could not find expected ':'", "put `: `, a colon and a space, between a key and its value"),
    (
        "mapping values are not allowed",
        "write the fields in `{ }` or on lines of their own; a text with a colon in it takes quotes"
    ),
    ("expected ',' or '}'", "put a comma between two fields, or close the fields with `}`"),
    ("expected ',' or ']'", "put a comma between two items, or close the list with `]`"),
    ("unexpected end of stream", "close the quotation mark"),
    ("block sequence entries are not allowed", "begin a list on a line of its own, below its key"),
    ("unexpected ':'", "put a space behind the colon"),
    ("cannot start any token", "put quotes around a text that begins with this sign"),
    ("unknown escape character", "write `\\\\` for a backslash, or use single quotes"),
]
