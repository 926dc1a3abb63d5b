package import Diagnostics
package import SpecSyntax

extension ModuleDefinition {
    /// A parameter as its module declares it.
    package struct Parameter: Sendable {
        package let name: String
        package let span: SourceSpan
        package let type: ParameterType
        /// Nil when every use must give a value. It may hold `${…}` of the parameters before it.
        package let defaultValue: SyntaxNode?
        /// What it is, in the module's words; nil where the module says nothing.
        package let help: String?
    }
}

extension ModuleDefinition.Parameter {
    /// Reads `name: type` or `name: {type: …, default: …}`; nil, with the reasons reported, when it is no declaration.
    init?(_ entry: SyntaxNode.Entry, context: FieldContext) {
        guard isParameterName(entry.key) else {
            context.report(invalidParameterName(SyntaxNode(.scalar(.init(entry.key)), at: entry.keySpan)))
            return nil
        }
        let body = entry.value.mapping ?? [.init(key: "type", keySpan: entry.keySpan, value: entry.value)]
        let fields = FieldReader(body, of: entry.key, at: entry.keySpan, context: context)
        let parts = Self.read(fields)
        fields.finish()
        if !fields.failed { Self.check(parts, of: entry.key, fields) }
        guard !fields.failed else { return nil }
        (name, span) = (entry.key, entry.keySpan)
        (type, defaultValue, help) = (parts.type, parts.defaultValue, parts.help)
    }

    private struct Parts {
        let type: ParameterType
        let choices: [SyntaxNode]
        let defaultValue: SyntaxNode?
        let help: String?
    }

    /// What a declaration may have, where it is more than the name of a kind.
    static var declarations: [FieldReader.Declaration] { FieldReader.declarations(of: read) }

    /// Reads and declares the fields; which there are depends on the kind.
    private static func read(_ fields: FieldReader) -> Parts {
        let kind = fields.required("type", .parameterKind, help: "what a use may write")
        var range = ParameterRange()
        if kind.hasRange {
            let end = kind == .number ? FieldFormat<Double>.number : .wholeNumber
            range.minimum = fields.ifPresent("minimum", end, help: "the least number that a use may write")
            range.maximum = fields.ifPresent("maximum", end, help: "the greatest number that a use may write")
        }
        let choices =
            kind.hasChoices ? fields.ifPresent("one-of", .choices, help: "the only values that a use may write") : nil
        return Parts(
            type: ParameterType(kind: kind, range: range, choices: choices?.compactMap { $0.scalar?.text } ?? []),
            choices: choices ?? [],
            defaultValue: fields.ifPresent("default", .anything(), help: "the value where a use gives none"),
            help: fields.ifPresent(
                "help", .text, help: "a line on what it is, which editors show where the module is used"))
    }

    /// Holds the parts of a declaration to each other.
    private static func check(_ parts: Parts, of name: String, _ fields: FieldReader) {
        let range = parts.type.range
        if range.isEmpty, let minimum = range.minimum, let maximum = range.maximum {
            let found = "`\(shortest(maximum))`"
            return fields.report(
                Diagnostic(
                    .emptyRange,
                    "the maximum of `\(name)` must be at least its minimum, \(shortest(minimum)), found \(found)",
                    at: fields.span(of: "maximum"), help: "exchange the two, or leave one out"))
        }
        let whole = ParameterType(kind: parts.type.kind, range: range)
        for choice in parts.choices where !whole.accepts(choice) {
            fields.report(
                Diagnostic(
                    .wrongType, "a choice of `\(name)` must be \(whole.description), found \(choice.foundText)",
                    at: choice.span, help: whole.schema.remedy(for: choice)))
        }
        if let value = parts.defaultValue, value.hasUnclosedExpression, !parts.type.accepts(value) {
            fields.report(Diagnostic(.expression, "`${` must be closed by `}`", at: value.span, help: "add `}`"))
        }
        if let value = parts.defaultValue, !fields.failed, !value.hasExpression, !parts.type.accepts(value) {
            fields.report(wrongDefault(value, of: name, type: parts.type))
        }
    }

    /// What to say of a default that a use could not write either.
    static func wrongDefault(_ value: SyntaxNode, of name: String, type: ParameterType) -> Diagnostic {
        Diagnostic(
            .wrongType, "the default of `\(name)` must be \(type.description), found \(value.foundText)",
            at: value.span, help: type.remedy(for: value) ?? type.schema.remedy(for: value, of: "default"))
    }
}

extension FieldFormat where Value == SyntaxNode {
    /// What a use gives to a parameter.
    static func argument(of parameter: ModuleDefinition.Parameter) -> FieldFormat {
        let type = parameter.type
        return FieldFormat(type.description, placeholder: steps.placeholder, schema: type.schema) { node, context in
            if type.accepts(node) { return .value(node) }
            guard let meant = type.choice(nearest: node) else { return .unfit }
            context.report(
                Diagnostic(
                    .wrongType, "`\(parameter.name)` must be \(type.description), found \(node.foundText)",
                    at: node.span, help: node.remedy(writing: meant)))
            return .reported
        }.suggesting { type.remedy(for: $0) }
    }
}

/// Parameters of one module beyond this are refused.
private let mostParameters = 256

extension FieldFormat where Value == [ModuleDefinition.Parameter] {
    /// A mapping from names to kinds, or to mappings that say more.
    static var parameters: FieldFormat {
        FieldFormat(
            "a mapping from names to types", placeholder: [],
            schema: .entries(
                pattern: parameterNamePattern,
                of: .either([
                    FieldFormat<ParameterKind>.parameterKind.schema(),
                    .fields(
                        ModuleDefinition.Parameter.declarations,
                        dependent: ParameterKind.allCases.map(\.defaults)),
                ]))
        ) { node, context in
            guard let entries = node.mapping else { return .unfit }
            guard entries.count <= mostParameters else {
                context.report(
                    Diagnostic(
                        .tooLarge, "a module must have at most \(mostParameters) parameters, found \(entries.count)",
                        at: node.span, help: "make several modules of it"))
                return .reported
            }
            let parameters = entries.compactMap { ModuleDefinition.Parameter($0, context: context) }
            return parameters.count == entries.count ? .value(parameters) : .reported
        }
    }
}

extension FieldFormat where Value == Double {
    fileprivate static var wholeNumber: FieldFormat {
        // Editors are told less: what a range is made of depends on the parameter's type.
        FieldFormat(scalar: "a whole number", placeholder: 0, schema: .number(NumberLimits())) { text in
            parseInteger(text).map(Double.init)
        }.suggesting { _ in "write it in digits, without a fraction: `8`" }
    }
}

extension FieldFormat where Value == [SyntaxNode] {
    fileprivate static var choices: FieldFormat {
        FieldFormat(
            "a list of one value or more", placeholder: [], schema: .list(of: .text(), count: 1...Int.max)
        ) { node, _ in
            guard let items = node.sequence, !items.isEmpty, items.allSatisfy({ $0.scalar != nil }) else {
                return .unfit
            }
            return .value(items)
        }.suggesting(\.asListRemedy)
    }
}
