package import Diagnostics

/// A piece of a spec: text, a list, or a mapping, each with the place where it stands.
///
/// Scalars stay text until a field reads them by the type it wants, so `5e-4` can be a number and `no` a name.
package struct SyntaxNode: Sendable {
    package indirect enum Content: Sendable {
        case scalar(Scalar)
        case sequence([SyntaxNode])
        case mapping([Entry])
    }

    package struct Scalar: Hashable, Sendable {
        package let text: String
        /// Whether it was written without quotes, so that `~` and nothing at all mean "no value".
        package let isPlain: Bool

        package init(_ text: String, isPlain: Bool = true) {
            self.text = text
            self.isPlain = isPlain
        }
    }

    package struct Entry: Sendable {
        package let key: String
        package let keySpan: SourceSpan
        package let value: SyntaxNode

        package init(key: String, keySpan: SourceSpan, value: SyntaxNode) {
            self.key = key
            self.keySpan = keySpan
            self.value = value
        }
    }

    package let content: Content
    /// Where it is written.
    package let span: SourceSpan
    /// How it came from there to where it is used; nil where it is used there.
    package let provenance: Provenance?

    package init(_ content: Content, at span: SourceSpan, provenance: Provenance? = nil) {
        self.content = content
        self.span = span
        self.provenance = provenance
    }
}

extension SyntaxNode {
    package var scalar: Scalar? {
        if case .scalar(let scalar) = content { return scalar }
        return nil
    }

    package var sequence: [SyntaxNode]? {
        if case .sequence(let items) = content { return items }
        return nil
    }

    package var mapping: [Entry]? {
        if case .mapping(let entries) = content { return entries }
        return nil
    }

    /// Whether nothing was written: `key:` with no value, `~` or `null`.
    package var isEmpty: Bool {
        guard let scalar, scalar.isPlain else { return false }
        return ["", "~", "null"].contains(scalar.text)
    }

    package subscript(key: String) -> SyntaxNode? {
        mapping?.first { $0.key == key }?.value
    }

    /// A mapping with other values under its keys; anything else as it is.
    package func mappingValues(_ value: (Entry) -> SyntaxNode) -> SyntaxNode {
        guard let entries = mapping else { return self }
        let changed = entries.map { Entry(key: $0.key, keySpan: $0.keySpan, value: value($0)) }
        return SyntaxNode(.mapping(changed), at: span, provenance: provenance)
    }

    /// What was found, for "must be …, found …".
    package var foundText: String {
        switch content {
        case .scalar where isEmpty: return "nothing"
        case .scalar(let scalar): return "`\(abbreviated(scalar.text))`"
        case .sequence(let items): return items.isEmpty ? "an empty list" : "a list"
        case .mapping(let entries): return entries.isEmpty ? "an empty mapping" : "a mapping"
        }
    }
}

extension SyntaxNode: CustomStringConvertible {
    /// The value on one line, as a spec could write it: `3`, `[3, 5]`, `{sgd: {rate: 0.1}}`; `~` for nothing.
    package var description: String {
        switch content {
        case .scalar(let scalar): isEmpty ? "~" : scalar.text
        case .sequence(let items): "[" + items.map(\.description).joined(separator: ", ") + "]"
        case .mapping(let entries): "{" + entries.map { "\($0.key): \($0.value)" }.joined(separator: ", ") + "}"
        }
    }
}
