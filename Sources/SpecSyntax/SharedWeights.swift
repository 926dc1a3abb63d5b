package import Diagnostics

/// Specifies whose parameters a layer uses in place of its own, as a spec writes it in `weights-from`: another layer's, all
/// of them or some.
package struct SharedWeights: Sendable {
    /// One layer that is named.
    package struct Source: Sendable {
        /// The parameter that is taken from it, `weight`; nil for all of them.
        package let parameter: String?
        package let parameterSpan: SourceSpan
        /// The layer's name or path.
        package let name: String
        package let span: SourceSpan
    }

    package static let field = "weights-from"

    package let sources: [Source]

    /// Nil where the value has not the form.
    package init?(_ node: SyntaxNode) {
        let entries = node.mapping?.map { (Optional($0.key), $0.keySpan, $0.value) } ?? [(nil, node.span, node)]
        var sources: [Source] = []
        for (parameter, span, value) in entries {
            guard let text = value.scalar?.text, !value.isEmpty, !text.isEmpty else { return nil }
            sources.append(Source(parameter: parameter, parameterSpan: span, name: text, span: value.span))
        }
        guard !sources.isEmpty else { return nil }
        self.sources = sources
    }
}

extension FieldFormat where Value == SharedWeights? {
    /// A layer's name, or names by parameters. What they name is known where the names are resolved.
    fileprivate static var sharedWeights: FieldFormat {
        let name = ValueSchema.text(pattern: "^.")
        return FieldFormat(
            "the name of an earlier layer, or names by parameters, as in `{weight: conv1}`", placeholder: nil,
            schema: .either([name, .entries(of: name, atLeast: 1)])
        ) { node, _ in SharedWeights(node).map { .value($0) } ?? .unfit }.suggesting { _ in
            "write `\(SharedWeights.field): conv1`, with the layer's name"
        }
    }
}

extension FieldReader {
    /// Declares `weights-from`, for a layer that has parameters. Who expands a network resolves it.
    package func declareSharedWeights() {
        // A run compares whose parameters they are, not how that is written.
        _ = ifPresent(
            SharedWeights.field, .sharedWeights, onResume: .mayChange,
            help: "the earlier layer of the same type whose parameters it uses in place of its own")
    }
}
