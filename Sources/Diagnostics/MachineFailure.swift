/// An error of the machine's that brings its remedy with it: programs end with exit code 2, as they do with every error
/// that is no `UserMistake` and no `DiagnosticsError`.
///
/// `description` is one sentence: what could not be done, and why.
package protocol MachineFailure: Error, Sendable, CustomStringConvertible {
    /// What to do, readable on its own.
    var help: String? { get }
}
