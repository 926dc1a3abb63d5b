/// Why a layer cannot take the shapes that arrive: what must be, what was found, and what would help.
package struct ShapeError: Error, Hashable, Sendable {
    package let message: String
    package let help: String?
    /// The field that is to blame, where it is one.
    package let field: String?

    package init(_ message: String, help: String? = nil, field: String? = nil) {
        self.message = message
        self.help = help
        self.field = field
    }
}
