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
    }

    package var description: String { "cannot start a thread that \(purpose): \(reason)" }

    package var help: String? { "make sure that the machine has threads to spare" }
}
