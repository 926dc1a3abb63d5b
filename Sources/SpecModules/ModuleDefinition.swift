package import Diagnostics
package import SpecSyntax

/// A module as its library defines it: typed parameters, what it expects of its input, and its steps.
package struct ModuleDefinition: Sendable {
    package struct Parameter: Sendable {
        package let name: String
        package let span: SourceSpan
        package let type: ParameterType
        /// Nil when every use must give a value.
        package let defaultValue: SyntaxNode?
    }

    package let name: String
    package let nameSpan: SourceSpan
    package let parameters: [Parameter]
    /// What must arrive: `channels`, `height`, `width`, each an expression over the parameters.
    package let expectations: [SyntaxNode.Entry]
    package let steps: SyntaxNode
    /// The definition as written, for the resolved spec.
    package let entry: SyntaxNode.Entry
}

extension ModuleDefinition {
    static let expectableAxes = ["channels", "height", "width"]

    /// Reads one entry of a `modules` mapping; nil, with the reasons reported, when it is not a definition.
    init?(_ entry: SyntaxNode.Entry, context: FieldContext) {
        guard isName(entry.key) else {
            context.report(invalidName(SyntaxNode(.scalar(.init(entry.key)), at: entry.keySpan), of: "a module"))
            return nil
        }
        guard let body = entry.value.mapping else {
            context.report(
                Diagnostic(
                    "wrong-type",
                    "the module `\(entry.key)` must be a mapping with `parameters` and `network`, "
                        + "found \(entry.value.foundText)", at: entry.keySpan))
            return nil
        }
        let fields = FieldReader(body, of: entry.key, at: entry.keySpan, context: context)
        (parameters, expectations, steps) = Self.read(fields)
        fields.finish()
        guard !fields.failed else { return nil }
        (name, nameSpan, self.entry) = (entry.key, entry.keySpan, entry)
    }

    /// What a definition may have.
    package static var declarations: [FieldReader.Declaration] { FieldReader.declarations(of: read) }

    /// What a use may have, besides what every step may.
    package var parameterDeclarations: [FieldReader.Declaration] {
        FieldReader.declarations { fields in for parameter in parameters { _ = read(parameter, from: fields) } }
    }

    /// Reads and declares the value that a use gives to a parameter.
    func read(_ parameter: Parameter, from fields: FieldReader) -> SyntaxNode {
        let format = FieldFormat<SyntaxNode>.argument(of: parameter.type)
        let help = "a parameter of the module `\(name)`"
        guard let value = parameter.defaultValue else { return fields.required(parameter.name, format, help: help) }
        return fields.optional(parameter.name, format, default: value, help: help)
    }

    /// Reads and declares the fields of a definition.
    private static func read(_ fields: FieldReader) -> ([Parameter], [SyntaxNode.Entry], SyntaxNode) {
        (
            fields.ifPresent("parameters", .parameters, help: "the values that each use gives, and their types") ?? [],
            fields.ifPresent(
                "expects", .expectations, help: "the `channels`, `height` or `width` that must arrive") ?? [],
            fields.required("network", .steps, help: "the module's layers")
        )
    }
}

extension FieldFormat where Value == SyntaxNode {
    /// A list of steps, left for the expander to read.
    package static var steps: FieldFormat {
        let nowhere = SourceSpan.beginning(of: SourceFile(path: "", text: ""))
        return FieldFormat(
            "a list of layers", placeholder: SyntaxNode(.sequence([]), at: nowhere), schema: .list(of: .part("step"))
        ) { node, _ in
            node.sequence == nil ? .unfit : .value(node)
        }
    }

    /// The steps of a whole network, of which there is at least one.
    package static var network: FieldFormat {
        FieldFormat(
            steps.description, placeholder: steps.placeholder, schema: .list(of: .part("step"), count: 1...Int.max),
            read: steps.read)
    }

    /// The files that `include` names; the loader reads them.
    package static var includes: FieldFormat {
        anything("a list of files", schema: .either([.list(of: .text()), .nothing]))
    }

    /// A mapping from names to definitions; the loader reads them.
    package static var modules: FieldFormat {
        anything(
            "a mapping from names to modules",
            schema: .either([.entries(pattern: namePattern, of: .part("module")), .nothing]))
    }
}

extension FieldFormat where Value == [ModuleDefinition.Parameter] {
    fileprivate static var parameters: FieldFormat {
        FieldFormat(
            "a mapping from names to types", placeholder: [],
            schema: .entries(
                pattern: parameterNamePattern,
                of: .either([
                    FieldFormat<ParameterType>.parameterType.schema(),
                    .fields(
                        FieldReader.declarations(of: ModuleDefinition.Parameter.read),
                        dependent: ParameterType.allCases.map(\.defaults)),
                ]))
        ) { node, context in
            guard let entries = node.mapping else { return .unfit }
            let parameters = entries.compactMap { ModuleDefinition.Parameter($0, context: context) }
            return parameters.count == entries.count ? .value(parameters) : .reported
        }
    }
}

extension FieldFormat where Value == [SyntaxNode.Entry] {
    fileprivate static var expectations: FieldFormat {
        FieldFormat(
            "a mapping of `channels`, `height` or `width`", placeholder: [],
            schema: .fields(FieldReader.declarations(of: declareAxes))
        ) { node, context in
            guard let entries = node.mapping else { return .unfit }
            let unknown = entries.filter { !ModuleDefinition.expectableAxes.contains($0.key) }
            for entry in unknown {
                context.report(
                    Diagnostic(
                        "unknown-key", "`expects` has no field `\(abbreviated(entry.key))`", at: entry.keySpan,
                        help: "its fields are `channels`, `height` and `width`"))
            }
            return unknown.isEmpty ? .value(entries) : .reported
        }
    }

    private static func declareAxes(_ fields: FieldReader) {
        let length = FieldFormat<SyntaxNode>.anything(
            "a whole number", schema: .either([.integer(1...largestInteger), .expression]))
        for axis in ModuleDefinition.expectableAxes {
            _ = fields.ifPresent(axis, length, help: "the \(axis) that must arrive")
        }
    }
}

extension ModuleDefinition.Parameter {
    /// Reads `name: type` or `name: {type: …, default: …}`.
    fileprivate init?(_ entry: SyntaxNode.Entry, context: FieldContext) {
        guard isParameterName(entry.key) else {
            context.report(invalidParameterName(entry))
            return nil
        }
        let body = entry.value.mapping ?? [.init(key: "type", keySpan: entry.keySpan, value: entry.value)]
        let fields = FieldReader(body, of: entry.key, at: entry.keySpan, context: context)
        (type, defaultValue) = Self.read(fields)
        fields.finish()
        if let value = defaultValue, !fields.failed, !type.accepts(value) {
            fields.report(
                Diagnostic(
                    "wrong-type", "the default of `\(entry.key)` must be \(type.description), found \(value.foundText)",
                    at: value.span))
        }
        guard !fields.failed else { return nil }
        (name, span) = (entry.key, entry.keySpan)
    }

    /// Reads and declares the fields of a parameter.
    fileprivate static func read(_ fields: FieldReader) -> (ParameterType, SyntaxNode?) {
        (
            fields.required("type", .parameterType, help: "what a use may write"),
            fields.ifPresent("default", .anything(), help: "the value where a use gives none")
        )
    }
}

extension FieldFormat where Value == SyntaxNode {
    /// Whatever stands there, for others to read.
    static func anything(
        _ description: String = "a value", schema: @escaping @Sendable @autoclosure () -> ValueSchema = .anything
    ) -> FieldFormat {
        FieldFormat(description, placeholder: steps.placeholder, schema: schema()) { node, _ in .value(node) }
    }
}

/// The names that `isName` takes, as a regular expression.
package let namePattern = "^[A-Za-z0-9_-]{1,128}$"

/// Whether a text can name a layer or a module: letters, digits, `_` and `-`.
func isName(_ text: String) -> Bool {
    !text.isEmpty && text.count <= 128
        && text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                return true
            default: return false
            }
        }
}

func invalidName(_ found: SyntaxNode, of noun: String, at span: SourceSpan? = nil) -> Diagnostic {
    let repaired = found.scalar.map { String($0.text.map { isName(String($0)) ? $0 : "_" }) }
    return Diagnostic(
        "invalid-name",
        "the name of \(noun) must be made of letters, digits, `_` and `-`, 128 at most, found \(found.foundText)",
        at: span ?? found.span, help: repaired.flatMap { isName($0) && !found.isEmpty ? "write `\($0)`" : nil })
}

/// The names that `isParameterName` takes, as a regular expression.
private let parameterNamePattern =
    "^(?!(?:-?[0-9]+(?:_[0-9]+)*(?:[eE]-?[0-9]+(?:_[0-9]+)*)?|-|name|from)$)[A-Za-z0-9_-]{1,128}$"

/// Whether a text can name a parameter: a name that an expression cannot take for a number or an operator, and a use
/// cannot take for its own name or source.
private func isParameterName(_ text: String) -> Bool {
    isName(text) && parseNumber(text) == nil && !["-", "name", "from"].contains(text)
}

private func invalidParameterName(_ entry: SyntaxNode.Entry) -> Diagnostic {
    guard isName(entry.key) else {
        return invalidName(SyntaxNode(.scalar(.init(entry.key)), at: entry.keySpan), of: "a parameter")
    }
    let reason =
        parseNumber(entry.key) == nil && entry.key != "-"
        ? "every step has a field of that name" : "`${…}` would misread it"
    return Diagnostic(
        "invalid-name", "no parameter can have the name `\(entry.key)`: \(reason)", at: entry.keySpan,
        help: "choose another name")
}
