import Glibc

/// A file that the machine would not read or write.
package struct FileAccessError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Action: String, Sendable {
        case read, write
    }

    package let action: Action
    package let path: String
    package let reason: String

    package var description: String { "cannot \(action.rawValue) `\(path)`: \(reason)" }

    init(_ action: Action, _ path: String, reason: String) {
        self.action = action
        self.path = path
        self.reason = reason
    }

    /// What the last system call said was wrong.
    static func last(_ action: Action, _ path: String) -> FileAccessError {
        FileAccessError(action, path, reason: String(cString: strerror(errno)))
    }
}
