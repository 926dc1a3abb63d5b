import Diagnostics

/// A file that something else has made, and that must not be replaced.
package struct ForeignFile: UserMistake, CustomStringConvertible {
    private let path: String
    /// What may be replaced: `a page that netspec made`.
    private let replaceable: String

    package init(_ path: String, mustBe replaceable: String) {
        (self.path, self.replaceable) = (path, replaceable)
    }

    package var description: String { "`\(path)` must be new or \(replaceable), and holds something else" }
    package var help: String? { "choose another name, or remove the file" }
}
