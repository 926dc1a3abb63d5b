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
    /// Whether nobody has said what helps with this file.
    package let hasUsualHelp: Bool

    /// - Parameter help: what to do; nil for what helps with any file.
    package init(_ action: Action, _ path: String, _ cause: Cause, help: String? = nil) {
        self.init(action, path, cause, help: help ?? Self.help(action, cause), isUsual: help == nil)
    }

    private init(_ action: Action, _ path: String, _ cause: Cause, help: String, isUsual: Bool) {
        (self.action, self.path, self.cause, self.help, hasUsualHelp) = (action, path, cause, help, isUsual)
    }

    /// What the last system call said was wrong.
    package static func last(_ action: Action, _ path: String) -> FileError {
        let code = errno
        let cause = Cause.refused(String(cString: strerror(code)))
        return FileError(
            action, path, cause, help: help(action, path, code) ?? help(action, cause), isUsual: true)
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

    private static func help(_ action: Action, _ cause: Cause) -> String {
        switch action {
        case .read: "give the path of a file that can be read"
        case .write where cause == .irregular: "name a file that is no folder, device or pipe"
        case .write: "make sure that there is room, and that the folder is there and can be written to"
        case .makeFolder: "make sure that there is room, and that the folder above it can be written to"
        case .listFolder, .openFolder: "make sure that the folder is there and can be read"
        }
    }

    /// What helps where the system says plainly what is in the way of making a file or a folder; nil where it does not.
    private static func help(_ action: Action, _ path: String, _ code: Int32) -> String? {
        guard action == .write || action == .makeFolder else { return nil }
        let above = folder(of: path)
        switch code {
        case EISDIR: return "name a file, and no folder"
        case ENOTDIR: return "`\(above)` is no folder; name another"
        case ENOENT: return "make the folder `\(above)` first, or name another"
        case EACCES, EPERM, EROFS: return "make sure that `\(above)` can be written to, or name another folder"
        case ENAMETOOLONG: return "name it in fewer letters"
        default: return nil
        }
    }
}
