/// One mistake in what the user wrote: where it is, what must be, what was found, and what to do.
package struct Diagnostic: Hashable, Sendable {
    package enum Severity: String, Sendable {
        case error, warning
    }

    /// Something that explains a diagnostic: a step of an expansion, the other half of a contradiction.
    package struct Note: Hashable, Sendable {
        package let message: String
        package let span: SourceSpan?

        package init(_ message: String, at span: SourceSpan?) {
            self.message = message
            self.span = span
        }
    }

    package let code: Code
    package let severity: Severity
    /// What must be and what was found; lower case, no full stop, names in backticks.
    package let message: String
    package let span: SourceSpan?
    /// What to change, readable on its own.
    package let help: String?
    /// The change that `help` asks for; none where it leaves a choice.
    package let edits: [TextEdit]
    package let notes: [Note]

    package init(
        _ code: Code, _ message: String, at span: SourceSpan?, help: Remedy? = nil, notes: [Note] = [],
        severity: Severity = .error
    ) {
        self.code = code
        self.severity = severity
        self.message = message
        self.span = span
        self.help = help?.words
        edits = help?.edits ?? []
        self.notes = notes
    }

    /// With a remedy in words alone.
    @_disfavoredOverload
    package init(
        _ code: Code, _ message: String, at span: SourceSpan?, help: String?, notes: [Note] = [],
        severity: Severity = .error
    ) {
        self.init(code, message, at: span, help: help.map { Remedy($0) }, notes: notes, severity: severity)
    }
}

extension Diagnostic {
    /// The same diagnostic as an error.
    package var asError: Diagnostic {
        Diagnostic(code, message, at: span, help: remedy, notes: notes)
    }

    /// The same diagnostic with more notes behind its own.
    package func adding(notes more: [Note]) -> Diagnostic {
        Diagnostic(code, message, at: span, help: remedy, notes: notes + more, severity: severity)
    }

    private var remedy: Remedy? { help.map { Remedy($0, edits: edits) } }
}
