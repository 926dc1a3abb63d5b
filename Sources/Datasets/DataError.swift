import Diagnostics
import Glibc

/// What is wrong with the data that a user pointed at: files missing, cut short, or not what they should be.
package struct DataError: UserMistake, Hashable {
    /// What must be, what was found, and where.
    package let message: String
    /// What to do, readable on its own.
    package let help: String?

    package init(_ message: String, help: String? = nil) {
        self.message = message
        self.help = help
    }

    package var description: String { message }
}

/// What the machine would not do: read a file that is there, start a thread.
package struct MachineError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Completes "cannot …": ``read `a.bin` ``.
    package let action: String
    package let reason: String

    package var description: String { "cannot \(action): \(reason)" }

    init(_ action: String, reason: String) {
        self.action = action
        self.reason = reason
    }

    /// - Parameter code: an `errno`.
    init(_ action: String, code: Int32) {
        self.init(action, reason: String(cString: strerror(code)))
    }
}
