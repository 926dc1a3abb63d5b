import Diagnostics

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
