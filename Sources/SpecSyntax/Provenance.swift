/// Specifies how a value came to where it is used: where it was written, and which parameters of modules passed it on.
///
/// A value without one is used where it is written.
package final class Provenance: Sendable {
    /// A step on the way: a parameter of a use of a module took the value.
    package struct Passage: Hashable, Sendable {
        package let parameter: String
        /// The path of the use.
        package let use: String
        /// The name of the module.
        package let module: String

        package init(parameter: String, use: String, module: String) {
            self.parameter = parameter
            self.use = use
            self.module = module
        }
    }

    package enum Place: Hashable, Sendable {
        /// In the body of a module, or in the spec's own network.
        case network(module: String?)
        /// The module's definition gives it where a use gives none.
        case moduleDefault
        /// At the spec's top level, as `classes`.
        case field(String)
    }

    /// An expression as it is written, and what it names.
    package struct Expression: Sendable {
        package let text: String
        /// Each name once, in their order, with its value.
        package let names: [(name: String, value: SyntaxNode)]

        package init(text: String, names: [(name: String, value: SyntaxNode)]) {
            self.text = text
            self.names = names
        }
    }

    package let place: Place
    /// From where it was written to where it is used.
    package let passages: [Passage]
    /// Nil for a value that is written as it is.
    package let expression: Expression?

    package init(place: Place, passages: [Passage] = [], expression: Expression? = nil) {
        self.place = place
        self.passages = passages
        self.expression = expression
    }
}

extension SyntaxNode {
    /// The same value, come another way; so for all that it is made of.
    package func withProvenance(_ provenance: Provenance) -> SyntaxNode {
        let inside: Content =
            switch content {
            case .scalar: content
            case .sequence(let items): .sequence(items.map { $0.withProvenance(provenance) })
            case .mapping(let entries):
                .mapping(
                    entries.map {
                        .init(key: $0.key, keySpan: $0.keySpan, value: $0.value.withProvenance(provenance))
                    })
            }
        return SyntaxNode(inside, at: span, provenance: provenance)
    }
}
