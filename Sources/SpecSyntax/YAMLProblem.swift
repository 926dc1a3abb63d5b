import Diagnostics

/// What to change where libyaml stops; its own words name what its grammar wants, not what a person wrote.
///
/// - Parameter problem: libyaml's words.
func yamlRemedy(for problem: String, in file: SourceFile, at mark: SourcePosition) -> String {
    let line = file.line(mark.line)?.unicodeScalars ?? "".unicodeScalars
    if line.prefix(mark.column).last == "\t" { return "indent with spaces, not with a tab" }
    return remedies.first { problem.contains($0.words) }?.help
        ?? "look for a quotation mark, a bracket or an indentation that is wrong before this place"
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
