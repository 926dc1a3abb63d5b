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
    /// What PyTorch, Keras and Caffe call it where that is another word, in lower case without `-` and `_`: `conv2d`.
    package let aliases: [String]
    /// What they call layers that are not the same and come near it, such as Caffe's `Eltwise` of `add`; as `aliases`.
    package let relatives: [String]
    /// Reads the layer's own fields; `name` and `from` are read before.
    package let make: @Sendable (FieldReader) -> any Layer

    package init(
        _ name: String, help: String, inputs: Inputs = .one, aliases: [String] = [], relatives: [String] = [],
        make: @escaping @Sendable (FieldReader) -> any Layer
    ) {
        self.name = name
        self.help = help
        self.inputs = inputs
        self.aliases = aliases
        self.relatives = relatives
        self.make = make
    }
}
