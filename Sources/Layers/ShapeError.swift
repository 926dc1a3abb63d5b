package import Tensors

/// Why a layer cannot take the shapes that arrive: what must be, what was found, and what would help.
package struct ShapeError: Error, Hashable, Sendable {
    /// What else than the layer's own fields may have to change.
    package enum Blame: Hashable, Sendable {
        /// The field of this name.
        case field(String)
        /// An input, by its number, and the shape that it should have.
        case input(Int, wanted: Shape)
        /// Whatever made of a picture `[channels, height, width]` something else.
        case lostPicture
    }

    package let message: String
    /// The formula that came out wrong, with its numbers: `height = floor((8 + 2·0 − 11) / 1) + 1 = −2`.
    package let formula: String?
    package let help: String?
    package let blame: Blame?

    package init(_ message: String, formula: String? = nil, help: String? = nil, blame: Blame? = nil) {
        self.message = message
        self.formula = formula
        self.help = help
        self.blame = blame
    }
}

/// A number in a formula, with the minus sign that formulas here have.
func signed(_ number: Int) -> String {
    number < 0 ? "−\(number.magnitude)" : "\(number)"
}
