import Diagnostics
import SpecSyntax

/// One item of a `network` list as it is written: what it uses, its name, where its input comes from, the rest.
struct Step {
    let kind: String
    let kindSpan: SourceSpan
    let name: (text: String, span: SourceSpan)?
    let from: [(name: String, span: SourceSpan)]
    /// Everything but `name` and `from`.
    let fields: [SyntaxNode.Entry]

    /// Nil, with the reason reported, when the item has not the form of a step.
    init?(_ node: SyntaxNode, substitution: Substitution) {
        let context = substitution.context
        guard let use = NamedUse(node) else {
            context.report(malformed(node))
            return nil
        }
        guard let entries = use.fields else {
            context.report(
                Diagnostic(
                    "wrong-type",
                    "`\(abbreviated(use.name))` must have its fields in a mapping, found \(use.foundText)",
                    at: use.valueSpan, help: "write `\(abbreviated(use.name)): {…}`"))
            return nil
        }
        (kind, kindSpan) = (use.name, use.nameSpan)
        fields = entries.filter { $0.key != "name" && $0.key != "from" }
        name = Self.name(entries, substitution)
        from = Self.from(entries, substitution)
    }

    private static func name(_ entries: [SyntaxNode.Entry], _ substitution: Substitution) -> (String, SourceSpan)? {
        guard let entry = entries.first(where: { $0.key == "name" }) else { return nil }
        let value = substitution.apply(entry.value)
        guard let text = value.scalar?.text, isName(text), text != "input" else {
            let found = value.scalar?.text ?? value.foundText
            substitution.context.report(
                found == "input"
                    ? Diagnostic(
                        "invalid-name", "`input` is the name of what arrives, and no layer can have it", at: value.span,
                        help: "choose another name")
                    : invalidName(found, of: "a layer", at: value.span))
            return nil
        }
        return (text, value.span)
    }

    private static func from(
        _ entries: [SyntaxNode.Entry], _ substitution: Substitution
    ) -> [(name: String, span: SourceSpan)] {
        guard let entry = entries.first(where: { $0.key == "from" }) else { return [] }
        let value = substitution.apply(entry.value)
        let items = value.sequence ?? [value]
        let names = items.compactMap { item in item.isEmpty ? nil : item.scalar.map { ($0.text, item.span) } }
        if names.count < items.count || names.isEmpty {
            substitution.context.report(
                Diagnostic(
                    "wrong-type",
                    "`from` must be the name of an earlier layer, or a list of names, "
                        + "found \(value.foundText)", at: value.isEmpty ? entry.keySpan : value.span))
        }
        return names
    }
}

private func malformed(_ node: SyntaxNode) -> Diagnostic {
    if let entries = node.mapping, let first = entries.first, first.value.isEmpty || first.value.mapping != nil {
        let others = entries.dropFirst().map { "`\($0.key)`" }.joined(separator: ", ")
        return Diagnostic(
            "step-form", "a step must have one key, its layer, and \(others) stand beside `\(first.key)`",
            at: entries[1].keySpan,
            help: "indent the fields below `\(first.key):`, or write `- \(first.key): {…}`")
    }
    return Diagnostic(
        "step-form", "a step must be a layer or a module with its fields, found \(node.foundText)", at: node.span,
        help: "write `- relu`, or `- linear: {outputs: 10}`")
}
