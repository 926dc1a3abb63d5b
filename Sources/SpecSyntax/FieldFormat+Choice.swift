package import Diagnostics

/// One of the kinds that a field chooses from, such as an optimiser: its name, what it is, and how to read its fields.
///
/// Written `name`, or `name: {fields}` as the only key of a mapping; where it has a main field, `name: value` is short for that
/// field alone.
package struct ChoiceCase<Product: Sendable>: Sendable {
    package let name: String
    /// One line for the reference documentation.
    package let help: String
    /// What other programs call it, in lower case without `-` and `_`.
    package let aliases: [String]
    /// What other programs call something that is not the same and comes near it; as `aliases`.
    package let relatives: [String]
    /// The field that a single word behind the name is the value of.
    package let mainField: String?
    /// The fields that are paths, relative to the file that they are written in.
    package let pathFields: [String]
    package let make: @Sendable (FieldReader) -> Product

    package init(
        _ name: String, help: String, aliases: [String] = [], relatives: [String] = [], mainField: String? = nil,
        pathFields: [String] = [], make: @escaping @Sendable (FieldReader) -> Product
    ) {
        self.name = name
        self.mainField = mainField
        self.pathFields = pathFields
        self.help = help
        self.aliases = aliases
        self.relatives = relatives
        self.make = make
    }

    fileprivate func hasAlias(_ name: String) -> Bool {
        aliases.contains(normalizedAlias(name))
    }

    fileprivate func isNear(_ name: String) -> Bool {
        relatives.contains(normalizedAlias(name))
    }

    package var schema: ValueSchema.Kind {
        ValueSchema.Kind(
            name: name, help: help, fields: FieldReader.declarations(of: make), mainField: mainField)
    }
}

extension FieldFormat {
    /// One of a catalogue's kinds: `sgd`, or `sgd: {rate: 0.1}`.
    ///
    /// - Parameter part: the part of the language that the choice is, where many fields share it.
    package static func choice(
        of noun: String, _ cases: [ChoiceCase<Value>], placeholder: Value, sharedAs part: String? = nil
    ) -> FieldFormat {
        let names = cases.map { "`\($0.name)`" }.joined(separator: ", ")
        return FieldFormat(
            "\(noun) (\(names))", placeholder: placeholder,
            schema: part.map { .part($0) } ?? .choice(cases.map(\.schema))
        ) { node, context in
            guard let use = NamedUse(node) else {
                let mistake =
                    NamedUse.kindAsValue(node, noun: noun) ?? nameless(node, noun, cases)
                    ?? NamedUse.crowded(node, noun: noun)
                guard let mistake else { return .unfit }
                context.report(mistake)
                return .reported
            }
            guard let chosen = cases.first(where: { $0.name == use.name }) else {
                let relative = cases.first { $0.isNear(use.name) }
                let meant =
                    cases.first { $0.hasAlias(use.name) }?.name
                    ?? (relative == nil ? nearestName(to: use.name, among: cases.map(\.name)) : nil)
                context.report(
                    Diagnostic(
                        .unknownName, "there is no \(noun.withoutArticle) `\(abbreviated(use.name))`",
                        at: use.nameSpan,
                        help: meant.map(use.nameSpan.remedy) ?? relative.map { nearness($0.name, $0.help) }
                            ?? "choose one of \(names)"))
                return .reported
            }
            guard let fields = use.fields(short: chosen.mainField) else {
                context.report(
                    Diagnostic(
                        .wrongType, "`\(use.name)` must have its fields in a mapping, found \(use.foundText)",
                        at: use.valueSpan, help: "write `\(use.name): {…}`"))
                return .reported
            }
            let reader = FieldReader(fields, of: use.name, at: use.nameSpan, context: context)
            let product = chosen.make(reader)
            reader.finish()
            return reader.failed ? .reported : .value(product)
        }
    }

    /// What to say of fields without the name of what has them, `{rate: 0.1, momentum: 0.9}`; nil for everything else.
    private static func nameless(_ node: SyntaxNode, _ noun: String, _ cases: [ChoiceCase<Value>]) -> Diagnostic? {
        guard let entries = node.mapping, let first = entries.first, entries.count > 1,
            !cases.contains(where: { choice in entries.contains { $0.key == choice.name } })
        else { return nil }
        let owner = cases.first { $0.schema.fields.contains { $0.name == first.key } }
        let names = cases.map { "`\($0.name)`" }.joined(separator: ", ")
        return Diagnostic(
            .stepForm, "\(noun) must be named, with its fields below the name, found `\(abbreviated(first.key))`",
            at: first.keySpan,
            help: owner.map { "write `\($0.name): {\(first.key): …}`" } ?? "choose one of \(names)")
    }
}

/// A name with fields: `relu`, `relu:` or `relu: {name: act}`; the form of steps, optimisers, augmentations.
package struct NamedUse: Sendable {
    package let name: String
    package let nameSpan: SourceSpan
    package let value: SyntaxNode?

    /// Nil for a list, and for a mapping that has not exactly one key.
    package init?(_ node: SyntaxNode) {
        if let entries = node.mapping {
            guard entries.count == 1 else { return nil }
            (name, nameSpan, value) = (entries[0].key, entries[0].keySpan, entries[0].value)
        } else {
            guard let scalar = node.scalar, !node.isEmpty else { return nil }
            (name, nameSpan, value) = (scalar.text, node.span, nil)
        }
    }

    /// What to say of a mapping with several keys where one would name the use: its fields stand beside it, not in it.
    /// Nil for everything else.
    package static func crowded(_ node: SyntaxNode, noun: String) -> Diagnostic? {
        guard let entries = node.mapping, entries.count > 1 else { return nil }
        let name = abbreviated(entries[0].key)
        let others = entries.dropFirst().prefix(4).map { "`\(abbreviated($0.key))`" }.joined(separator: ", ")
        let more = entries.count > 5 ? ", …" : ""
        let beside = entries[1].keySpan
        let hasOwnFields = !entries[0].value.isEmpty && entries[1].value.scalar?.text.isEmpty ?? true
        return Diagnostic(
            .stepForm,
            "\(noun) must be one key with its fields below it, and \(others)\(more) "
                + "\(entries.count == 2 ? "stands" : "stand") beside `\(name)`", at: beside,
            help: beside.file.isArgument
                ? nearestName(to: entries[1].key, among: [entries[0].key]).map(beside.remedy)
                    ?? "\(beside.remedySettingAround ?? "set the whole"), in the place of `\(name)`"
                : Remedy(
                    kindBehindItsField(entries)
                        ?? (hasOwnFields
                            ? "put a dash before `\(abbreviated(entries[1].key))`, if it is \(noun) of its own"
                            : "indent the fields below `\(name):`, or write `\(name): {…}`")))
    }

    /// What to say of `{type: sgd, rate: 0.1}`, where the kind is a value. Nil for everything else.
    package static func kindAsValue(_ node: SyntaxNode, noun: String) -> Diagnostic? {
        guard let entries = node.mapping,
            let entry = entries.first(where: { ["type", "kind", "layer"].contains($0.key) }),
            let kind = entry.value.scalar?.text, !entry.value.isEmpty
        else { return nil }
        return Diagnostic(
            .stepForm,
            "the kind of \(noun) must be a key with its fields below it, found `\(entry.key): \(abbreviated(kind))`",
            at: entry.keySpan, help: "write `\(abbreviated(kind))\(entries.count > 1 ? ": {…}" : "")`")
    }

    /// Help for `{name: stem, convolution: {…}}`.
    private static func kindBehindItsField(_ entries: [SyntaxNode.Entry]) -> String? {
        let kinds = entries.filter { $0.value.mapping != nil }
        guard kinds.count == 1, let field = entries.first, field.value.scalar != nil, !field.value.isEmpty else {
            return nil
        }
        let (kind, name) = (abbreviated(kinds[0].key), abbreviated(field.key))
        return "put the field in the mapping: `\(kind): {\(name): \(abbreviated(field.value.description)), …}`"
    }

    /// The fields; none for a bare name; nil if what stands there is not a mapping.
    package var fields: [SyntaxNode.Entry]? {
        guard let value, !value.isEmpty else { return [] }
        return value.mapping
    }

    /// The same, where a word in their place is the value of one of them.
    package func fields(short mainField: String?) -> [SyntaxNode.Entry]? {
        if let fields { return fields }
        guard let mainField, let value, value.scalar != nil else { return nil }
        return [.init(key: mainField, keySpan: value.span, value: value)]
    }

    package var valueSpan: SourceSpan { value?.span ?? nameSpan }
    package var foundText: String { value?.foundText ?? "nothing" }
}

/// What to say of a name of another program for which there is nothing that is the same.
package func nearness(_ name: String, _ help: String) -> Remedy { "`\(name)` comes nearest: \(help)" }

extension String {
    fileprivate var withoutArticle: Substring {
        hasPrefix("a ") ? dropFirst(2) : hasPrefix("an ") ? dropFirst(3) : self[...]
    }
}
