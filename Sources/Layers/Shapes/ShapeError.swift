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

    private let text: InputText
    /// The formula that came out wrong, with its numbers: `height = floor((8 + 2·0 − 11) / 1) + 1 = −2`.
    package let formula: String?
    private let advice: InputText?
    package let blame: Blame?
    /// What may change instead, where nothing can be done about `blame`.
    package let alternative: Blame?

    package init(
        _ message: InputText, formula: String? = nil, help: InputText? = nil, blame: Blame? = nil,
        alternative: Blame? = nil
    ) {
        text = message
        self.formula = formula
        advice = help
        self.blame = blame
        self.alternative = alternative
    }

    package var message: String { text.text(naming: InputText.number) }
    package var help: String? { advice?.text(naming: InputText.number) }

    /// The message with the names that the inputs have where the layer is used.
    package func message(naming name: (Int) -> String) -> String { text.text(naming: name) }
    package func help(naming name: (Int) -> String) -> String? { advice?.text(naming: name) }
}

/// A number in a formula, with the minus sign that formulas here have.
func signed(_ number: Int) -> String {
    number < 0 ? "−\(number.magnitude)" : "\(number)"
}
