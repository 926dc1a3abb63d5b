import Diagnostics
import Glibc

/// The machine would not start a thread.
package struct ThreadError: MachineFailure, Hashable {
    /// What the thread is for; completes "cannot start a thread that …".
    package let purpose: String
    package let reason: String

    /// - Parameter code: an `errno`.
    package init(_ purpose: String, code: Int32) {
        self.purpose = purpose
        reason = String(cString: strerror(code))
        help = "make sure that the machine has threads to spare"
    }

    package init(_ purpose: String, reason: String, help: String) {
        self.purpose = purpose
        self.reason = reason
        self.help = help
    }

    package var description: String { "cannot start a thread that \(purpose): \(reason)" }

    package let help: String?
}
