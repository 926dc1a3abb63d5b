import Diagnostics
package import SpecSyntax

/// What a spec that `extends` another says of it: which one, and how it differs.
package struct SpecExtension {
    /// Where the base is named.
    let base: SyntaxNode
    /// In the order in which they are made.
    let edits: [TreeEdit]

    /// Reads and declares the fields. The base is nil where it is not named.
    init?(_ fields: FieldReader) {
        _ = fields.ifPresent("netspec", .anything(schema: .integer(1...1)), help: "the version of the spec language")
        _ = fields.ifPresent(
            "name", .anything(schema: .text()), help: "what the network is called; the file's name if left out")
        _ = fields.ifPresent("include", .includes, help: "libraries, beside those of the base")
        _ = fields.ifPresent("modules", .modules, help: "modules, beside those of the base or in their place")
        let base = fields.required("extends", .filePath, help: "the spec that is changed, relative to this file")
        let edits = [
            fields.ifPresent("changes", .changes, help: "new values, by their paths in the base"),
            fields.ifPresent("insert-before", .insertions(.before), help: "new steps, by the path of one"),
            fields.ifPresent("insert-after", .insertions(.after), help: "new steps, by the path of one"),
            fields.ifPresent("remove", .removals, help: "paths of what is left out"),
        ]
        guard let base else { return nil }
        self.base = base
        self.edits = edits.flatMap { $0 ?? [] }
    }

    /// What such a spec may have at its top level.
    package static var declarations: [FieldReader.Declaration] {
        FieldReader.declarations { Self($0) }
    }

    /// The fields that a spec has for itself, whatever it extends.
    static let ownFields = ["netspec", "name", "include", "modules"]
    /// The fields that have no meaning without `extends`.
    static let dependentFields = ["changes", "insert-before", "insert-after", "remove"]
}

extension FieldFormat where Value == SyntaxNode? {
    fileprivate static var filePath: FieldFormat {
        FieldFormat("the path of a file", placeholder: nil, schema: .text()) { node, _ in
            node.scalar == nil || node.isEmpty ? .unfit : .value(node)
        }.suggesting { _ in "write, for example, `extends: base.yaml`" }
    }
}

extension FieldFormat where Value == [TreeEdit] {
    /// `{train.batch: 64, network.conv1.filters: 8}`
    fileprivate static var changes: FieldFormat {
        byPath("a mapping from paths to values", to: .anything, example: "{train.batch: 64}") { entry, _ in
            .set(entry.value)
        }
    }

    /// `{network.conv1: [relu]}`
    fileprivate static func insertions(_ side: TreeEdit.Side) -> FieldFormat {
        byPath(
            "a mapping from paths to lists of steps", to: .list(of: .part("module-step")),
            example: "{network.conv1: [relu]}"
        ) { entry, context in
            if let items = entry.value.sequence { return .insert(items, side) }
            context.report(
                Diagnostic(
                    .wrongType,
                    "what is put \(side) `\(abbreviated(entry.key))` must be a list, found \(entry.value.foundText)",
                    at: entry.value.isEmpty ? entry.keySpan : entry.value.span,
                    help: entry.value.asListRemedy ?? "write `[…]` around it"))
            return nil
        }
    }

    /// `[assert, network.pool3]`
    fileprivate static var removals: FieldFormat {
        FieldFormat("a list of paths", placeholder: [], schema: .list(of: .text())) { node, context in
            guard let items = node.sequence, items.allSatisfy({ $0.scalar != nil && !$0.isEmpty }) else {
                return .unfit
            }
            let edits = items.compactMap { item in
                path(item.scalar?.text ?? "", at: item.span, context).map { TreeEdit(path: $0, action: .remove) }
            }
            return .value(edits)
        }.suggesting(\.asListRemedy)
    }

    private static func byPath(
        _ description: String, to values: ValueSchema, example: String,
        action: @escaping @Sendable (SyntaxNode.Entry, FieldContext) -> TreeEdit.Action?
    ) -> FieldFormat {
        FieldFormat(description, placeholder: [], schema: .entries(of: values)) { node, context in
            guard let entries = node.mapping else { return .unfit }
            let edits = entries.compactMap { entry -> TreeEdit? in
                guard let path = path(entry.key, at: entry.keySpan, context), let action = action(entry, context) else {
                    return nil
                }
                return TreeEdit(path: path, action: action)
            }
            return .value(edits)
        }.suggesting { _ in "write, for example, `\(example)`" }
    }

    private static func path(_ text: String, at span: SourceSpan, _ context: FieldContext) -> TreePath? {
        guard let path = TreePath(text, at: span) else {
            context.report(
                Diagnostic(
                    .overrideForm, "a path must be keys with a dot between two, found `\(abbreviated(text))`",
                    at: span, help: "write, for example, `train.batch`"))
            return nil
        }
        guard let refusal = path.tooLong("`changes`", at: span) ?? path.slashed(at: span) else { return path }
        context.report(refusal)
        return nil
    }
}
