import Glibc

/// A file or a folder that the machine would not make, read or write.
package struct FileAccessError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Action: String, Sendable {
        case read, write
        case make = "make the folder"
        case list = "read the folder"
        case lock = "open the folder"
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
    package static func last(_ action: Action, _ path: String) -> FileAccessError {
        FileAccessError(action, path, reason: String(cString: strerror(errno)))
    }
}
