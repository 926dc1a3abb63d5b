import Diagnostics
package import SpecSyntax

/// One item of a `network` list as it is written: what it uses, its name, where its input comes from, the rest.
package struct Step {
    /// The kinds of step that are neither layers nor modules; no module can have such a name.
    package static let otherKinds = [AuxiliaryStep.kind, RepeatStep.kind]
    /// The fields that every step may have; `declarations` says what they are.
    package static let commonFields = ["name", "from", "when", "lint"]

    private(set) var kind: String
    /// Whether the kind is not the one written, but the one most likely meant.
    private(set) var isGuess = false
    let kindSpan: SourceSpan
    let name: (text: String, span: SourceSpan)?
    let from: [(name: String, span: SourceSpan)]
    /// Whether something is wrong with `from`, so that what it names is not all that was meant.
    let hasInvalidFrom: Bool
    /// Whether the step is there; nil after a mistake in `when`.
    let isThere: Bool?
    /// What it says of lints; nil where it says nothing.
    let lint: SyntaxNode?
    /// Everything but what every step may have.
    let fields: [SyntaxNode.Entry]
    /// What to say where something stands in the place of the fields that is none, if there is a step of this kind at all.
    let misfit: Diagnostic?

    /// What every step may have, besides the fields of its layer or module.
    package static func declarations(_ inputs: LayerVocabulary.Inputs) -> [FieldReader.Declaration] {
        FieldReader.declarations { fields in
            let name = FieldFormat<SyntaxNode>.anything("a name", schema: .text(pattern: stepNamePattern))
            let source = ValueSchema.text(pattern: "^.")
            let sources = FieldFormat<SyntaxNode>.anything(
                inputs == .one ? "the name of an earlier step" : "the name of an earlier step, or a list of names",
                schema: .either([source, .list(of: source, count: 1...(inputs == .one ? 1 : Int.max))]))
            _ = fields.ifPresent("name", name, help: "what the step is called, in paths and for `from`")
            _ = fields.ifPresent("from", sources, help: "whose output it reads; the step before it if left out")
            let condition = FieldFormat<SyntaxNode>.anything("`true` or `false`", schema: .boolean)
            _ = fields.ifPresent(
                "when", condition, help: "whether the step is there; one that is not hands on what it would read")
            let lints = FieldFormat<SyntaxNode>.anything("a mapping from lints to levels", schema: .part("lints"))
            _ = fields.ifPresent("lint", lints, help: "what is warned of in it, and in what it is made of")
        }
    }

    /// Nil, with the reason reported, when the item has not the form of a step.
    init?(_ node: SyntaxNode, substitution: Substitution) {
        let context = substitution.context
        if node.hasExpression {
            if let value = substitution.apply(node) { context.report(misplaced(value, at: node.span)) }
            return nil
        }
        if let mistake = NamedUse.kindAsValue(node, noun: "a step") {
            context.report(mistake)
            return nil
        }
        guard let use = NamedUse(node) else {
            context.report(malformed(node))
            return nil
        }
        guard !use.name.contains("${") else {
            context.report(expressionAsKind(use))
            return nil
        }
        (kind, kindSpan) = (use.name, use.nameSpan)
        let entries = use.fields ?? []
        misfit = use.fields == nil ? fieldsMissing(use) : nil
        fields = entries.filter { !Self.commonFields.contains($0.key) }
        let condition = entries.first { $0.key == "when" }
        isThere = condition.map { Self.truth(of: $0, substitution) } ?? true
        lint = entries.first { $0.key == "lint" }.flatMap { substitution.apply($0.value) }
        name = Self.name(entries, substitution)
        let written = entries.first { $0.key == "from" }
        let sources = written.map { Self.from($0, substitution) } ?? []
        (from, hasInvalidFrom) = (sources ?? [], sources == nil)
    }

    /// Where the step is defined, for those that name it: its name, or its kind.
    var place: SourceSpan { name?.span ?? kindSpan }

    /// The kind as it names a step without a name.
    var kindWithoutLibrary: String { kind.split(separator: "/").last.map(String.init) ?? kind }

    /// The same step with another kind, the one most likely meant.
    func corrected(to kind: String) -> Step {
        var step = self
        (step.kind, step.isGuess) = (kind, true)
        return step
    }

    /// Nil after a mistake.
    private static func truth(of condition: SyntaxNode.Entry, _ substitution: Substitution) -> Bool? {
        guard let value = substitution.apply(condition.value) else { return nil }
        if let text = value.scalar?.text, let truth = SpecSyntax.truth(text) { return truth }
        substitution.context.report(
            Diagnostic(
                .wrongType, "`when` must be `true` or `false`, found \(value.foundText)",
                at: condition.value.isEmpty ? condition.keySpan : condition.value.span,
                help: "compare something, as in `when: \"${stride != 1}\"`, or give a parameter of the type `boolean`"))
        return nil
    }

    private static func name(_ entries: [SyntaxNode.Entry], _ substitution: Substitution) -> (String, SourceSpan)? {
        guard let entry = entries.first(where: { $0.key == "name" }) else { return nil }
        guard let value = substitution.apply(entry.value) else { return nil }
        guard let text = value.scalar?.text, isLayerName(text) else {
            let span = value.isEmpty ? entry.keySpan : value.span
            substitution.context.report(
                value.scalar?.text == "input"
                    ? Diagnostic(
                        .invalidName, "`input` is the name of what arrives, and no layer can have it", at: span,
                        help: "choose another name")
                    : invalidName(value, of: "a layer", at: span))
            return nil
        }
        return (text, value.span)
    }

    /// Nil after a mistake.
    private static func from(
        _ entry: SyntaxNode.Entry, _ substitution: Substitution
    ) -> [(name: String, span: SourceSpan)]? {
        guard let value = substitution.apply(entry.value) else { return nil }
        let items = value.sequence ?? [value]
        let names = items.compactMap { item in item.isEmpty ? nil : item.scalar.map { ($0.text, item.span) } }
        guard names.count == items.count, !names.isEmpty else {
            substitution.context.report(
                Diagnostic(
                    .wrongType,
                    "`from` must be the name of an earlier layer, or a list of names, "
                        + "found \(value.foundText)", at: value.isEmpty ? entry.keySpan : value.span,
                    help: "write `from: name` or `from: [one, other]`, or leave it out for the step before"))
            return nil
        }
        return names
    }
}

/// The names that a step can have, as a regular expression.
private let stepNamePattern = "^(?!input$)[A-Za-z0-9_-]{1,128}$"

private func malformed(_ node: SyntaxNode) -> Diagnostic {
    NamedUse.crowded(node, noun: "a step")
        ?? Diagnostic(
            .stepForm, "a step must be a layer or a module with its fields, found \(node.foundText)", at: node.span,
            help: "write `- relu`, or `- linear: {outputs: 10}`")
}

private func fieldsMissing(_ use: NamedUse) -> Diagnostic {
    Diagnostic(
        .wrongType, "`\(abbreviated(use.name))` must have its fields in a mapping, found \(use.foundText)",
        at: use.valueSpan, help: "write `\(abbreviated(use.name)): {\(use.value?.asSources ?? "…")}`")
}

private func misplaced(_ value: SyntaxNode, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
        .stepForm,
        "a step must be a layer or a module, or the layers that a parameter holds, found \(value.foundText)", at: span,
        help: "write `- relu`, or give the parameter the type `layers`")
}

private func expressionAsKind(_ use: NamedUse) -> Diagnostic {
    Diagnostic(
        .stepForm, "what a step uses must be named, found `\(abbreviated(use.name))`", at: use.nameSpan,
        help: "take a parameter of the type `layers`, and place its layers with `- ${…}`")
}

extension SyntaxNode {
    /// A list of names, such as a join may have, as the field that it was meant for; nil for everything else.
    fileprivate var asSources: String? {
        guard let items = sequence, !items.isEmpty, items.allSatisfy({ isLayerName($0.scalar?.text ?? "") }) else {
            return nil
        }
        return "from: \(abbreviated(description))"
    }
}
