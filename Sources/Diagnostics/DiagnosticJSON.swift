/// A diagnostic in the form that `--format json` promises; field names are those of the output.
package struct DiagnosticJSON: Encodable, Sendable {
    package struct Note: Encodable, Sendable {
        let message: String
        let file: String?
        let line: Int?
        let column: Int?
    }

    /// A text that replaces what stands at a place, which ends before `endColumn`.
    package struct Edit: Encodable, Sendable {
        let file: String
        let line: Int
        let column: Int
        let endLine: Int
        let endColumn: Int
        let text: String
    }

    let code: String
    let severity: String
    let message: String
    let file: String?
    let line: Int?
    let column: Int?
    let endLine: Int?
    let endColumn: Int?
    let help: String?
    /// The change that `help` asks for, to be made as a whole; nil where it leaves a choice.
    let edits: [Edit]?
    let notes: [Note]

    package init(_ diagnostic: Diagnostic) {
        code = diagnostic.code.rawValue
        severity = diagnostic.severity.rawValue
        message = diagnostic.message
        file = diagnostic.span?.file.path
        line = diagnostic.span?.start.line
        column = diagnostic.span?.start.column
        endLine = diagnostic.span?.end.line
        endColumn = diagnostic.span?.end.column
        help = diagnostic.help
        let edits = diagnostic.edits.map {
            Edit(
                file: $0.span.file.path, line: $0.span.start.line, column: $0.span.start.column,
                endLine: $0.span.end.line, endColumn: $0.span.end.column, text: $0.text)
        }
        self.edits = edits.isEmpty ? nil : edits
        notes = diagnostic.notes.map {
            Note(
                message: $0.message, file: $0.span?.file.path, line: $0.span?.start.line,
                column: $0.span?.start.column)
        }
    }
}
