package import SpecSyntax

/// What the language knows of a layer type.
package struct LayerKind: Sendable {
    package enum Inputs: Sendable {
        /// The layer before it, or the one that `from` names.
        case one
        /// Branches written as its fields, or the layers that `from` lists; at least two.
        case several
    }

    package let name: String
    /// One line for the reference documentation.
    package let help: String
    package let inputs: Inputs
    /// What other programs call it, in lower case without `-` and `_`, where that is another word: for who writes so.
    package let aliases: [String]
    /// Reads the layer's own fields; `name` and `from` are read before.
    package let make: @Sendable (FieldReader) -> any Layer

    package init(
        _ name: String, help: String, inputs: Inputs = .one, aliases: [String] = [],
        make: @escaping @Sendable (FieldReader) -> any Layer
    ) {
        self.name = name
        self.help = help
        self.inputs = inputs
        self.aliases = aliases
        self.make = make
    }
}
