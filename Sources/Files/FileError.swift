import Diagnostics
import Glibc

/// What the machine refused to do with a file or a folder.
package struct FileError: MachineFailure, Hashable {
    /// What was attempted; completes "cannot … `path`".
    package enum Action: String, Sendable {
        case read, write
        case makeFolder = "make the folder"
        case listFolder = "read the folder"
        case openFolder = "open the folder"
    }

    package enum Cause: Hashable, Sendable {
        /// In the words of the system, or of a library.
        case refused(String)
        /// It is a folder, a device or a pipe, where a regular file is wanted.
        case irregular
        /// It has `byteCount` bytes, or more.
        case tooLong(byteCount: Int, limit: Int)
    }

    package let action: Action
    package let path: String
    package let cause: Cause
    package let help: String?

    /// - Parameter help: what to do; nil for what helps with any file.
    package init(_ action: Action, _ path: String, _ cause: Cause, help: String? = nil) {
        self.action = action
        self.path = path
        self.cause = cause
        self.help = help ?? Self.help(action)
    }

    /// Whether nobody has said what helps with this file.
    package var hasUsualHelp: Bool { help == Self.help(action) }

    /// What the last system call said was wrong.
    package static func last(_ action: Action, _ path: String) -> FileError {
        FileError(action, path, .refused(String(cString: strerror(errno))))
    }

    /// The same, with what to do known better by whoever knows what the file is for.
    package func advising(_ help: String) -> FileError { FileError(action, path, cause, help: help) }

    package var description: String { "cannot \(action.rawValue) `\(path)`: \(reason)" }

    package var reason: String {
        switch cause {
        case .refused(let reason): reason
        case .irregular: "it is not a regular file"
        case .tooLong(let byteCount, let limit): "it must have at most \(limit) bytes, found \(byteCount)"
        }
    }

    private static func help(_ action: Action) -> String {
        switch action {
        case .read: "give the path of a file that can be read"
        case .write: "make sure that there is room, and that the folder is there and can be written to"
        case .makeFolder: "make sure that there is room, and that the folder above it can be written to"
        case .listFolder, .openFolder: "make sure that the folder is there and can be read"
        }
    }
}
