package import Diagnostics

/// A place that names something, and the place that defines it.
package struct Reference: Hashable, Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        /// In `from`: a step, or what arrives.
        case source
        /// In `weights-from`: a layer.
        case weights
        /// The kind of a step that is a module.
        case module
        /// A parameter of a module, in a use that gives it a value.
        case parameter
        /// In `${…}`: a parameter, a constant of the spec, the index of a `repeat`.
        case value
        /// In `include`: a library.
        case include
        /// In `extends`: a spec.
        case base
    }

    package let kind: Kind
    package let name: SourceSpan
    /// The name of what is defined, or the beginning of the file.
    package let definition: SourceSpan

    package init(_ kind: Kind, _ name: SourceSpan, to definition: SourceSpan) {
        self.kind = kind
        self.name = name
        self.definition = definition
    }
}
