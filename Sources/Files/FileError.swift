import Glibc

/// A file that the machine would not give.
package struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
    package let path: String
    package let reason: String

    package var description: String { "cannot read `\(path)`: \(reason)" }

    init(_ path: String, reason: String) {
        self.path = path
        self.reason = reason
    }

    /// What the last system call said was wrong.
    static func last(_ path: String) -> FileError { FileError(path, reason: String(cString: strerror(errno))) }
}
