import Diagnostics
import Tensors

/// Why something cannot be done.
public enum NetspecError: Error, Sendable, CustomStringConvertible {
    /// A spec is wrong: all that is to be said of it, in the order of the text.
    case spec([SpecDiagnostic])
    /// What was asked for, or a file that was given, is not right: what must be and what was found, and what to do.
    case mistake(String, help: String?)
    /// The machine failed: a file, memory, a library.
    case machine(String, help: String?)

    init(_ error: any Error) {
        switch error {
        case let error as NetspecError: self = error
        case let error as DiagnosticsError: self = .spec(error.diagnostics.map(SpecDiagnostic.init))
        case let error as any UserMistake: self = .mistake("\(error)", help: error.help)
        case let error as any MachineFailure: self = .machine("\(error)", help: error.help)
        default: self = .machine("\(error)", help: nil)
        }
    }

    public var description: String {
        switch self {
        case .spec(let diagnostics): diagnostics.map(\.description).joined(separator: "\n")
        case .mistake(let message, let help), .machine(let message, let help):
            message + (help.map { "; \($0)" } ?? "")
        }
    }
}
