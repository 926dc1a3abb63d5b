/// An error that the user can put right: programs end with exit code 1. What is thrown and is none of these, and no
/// `DiagnosticsError`, is the machine's failure, exit code 2.
///
/// `description` is one sentence: what must be and what was found.
package protocol UserMistake: Error, Sendable, CustomStringConvertible {
    /// What to do, readable on its own.
    var help: String? { get }
}
