import Diagnostics

/// What is wrong with a spec, or to be known of it, and where.
public struct SpecDiagnostic: Hashable, Sendable, CustomStringConvertible {
    public enum Severity: String, Sendable {
        case error, warning
    }

    /// What kind it is: `unknown-key`; `netspec explain CODE` tells more of it.
    public let code: String
    public let severity: Severity
    /// What must be and what was found.
    public let message: String
    /// The path of the text; nil where no place is to blame.
    public let file: String?
    /// From 1; nil where no place is to blame.
    public let line: Int?
    /// In Unicode scalars, from 1; nil where no place is to blame.
    public let column: Int?
    /// What to change; nil where that is not known.
    public let help: String?
    private let text: String

    init(_ diagnostic: Diagnostic) {
        code = diagnostic.code.rawValue
        severity = diagnostic.severity == .error ? .error : .warning
        message = diagnostic.message
        file = diagnostic.span?.file.path
        line = diagnostic.span?.start.line
        column = diagnostic.span?.start.column
        help = diagnostic.help
        text = DiagnosticText(colour: false, width: nil).render([diagnostic])
    }

    /// As `netspec validate` tells it, with the line of the spec and a caret below it.
    public var description: String { text }
}
