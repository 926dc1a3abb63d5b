package import Diagnostics
package import SpecSyntax

/// A module as its library defines it: typed parameters, what it expects of its input, and its steps.
package struct ModuleDefinition: Sendable {
    package let name: String
    package let nameSpan: SourceSpan
    package let parameters: [Parameter]
    /// What must arrive: `channels`, `height`, `width`, each an expression over the parameters.
    package let expectations: [SyntaxNode.Entry]
    package let steps: SyntaxNode
    /// The definition as written, for the resolved spec.
    package let entry: SyntaxNode.Entry
    /// Whether something in it says `${input.channels}`, `${input.height}` or `${input.width}`.
    let asksForArrivingShape: Bool
    /// The file whose modules its steps can use.
    let file: ModuleLibrary.File
}

extension ModuleDefinition {
    static let expectableAxes = PictureAxis.allCases.map(\.name)

    /// Reads one entry of a `modules` mapping; nil, with the reasons reported, when it is not a definition.
    init?(_ entry: SyntaxNode.Entry, of file: ModuleLibrary.File, context: FieldContext) {
        guard isModuleName(entry.key) else {
            context.report(invalidName(SyntaxNode(.scalar(.init(entry.key)), at: entry.keySpan), of: "a module"))
            return nil
        }
        let entry = Self.tellingDefaults(entry)
        guard let body = entry.value.mapping else {
            context.report(
                Diagnostic(
                    .wrongType,
                    "the module `\(entry.key)` must be a mapping with `parameters` and `network`, "
                        + "found \(entry.value.foundText)", at: entry.keySpan,
                    help: entry.value.sequence == nil
                        ? "write, for example, `\(entry.key): {network: [relu]}`"
                        : "put the list below `network:` in `\(entry.key)`"))
            return nil
        }
        let fields = FieldReader(body, of: entry.key, at: entry.keySpan, context: context)
        (parameters, expectations, steps) = Self.read(fields)
        fields.finish()
        guard !fields.failed else { return nil }
        (name, nameSpan, self.entry, self.file) = (entry.key, entry.keySpan, entry, file)
        asksForArrivingShape = ArrivingShape.isAsked(in: entry.value)
    }

    /// The same definition, in which the defaults of its parameters are told from other values.
    private static func tellingDefaults(_ entry: SyntaxNode.Entry) -> SyntaxNode.Entry {
        let provenance = Provenance(place: .moduleDefault)
        let value = entry.value.mappingValues { part in
            guard part.key == "parameters" else { return part.value }
            return part.value.mappingValues { parameter in
                parameter.value.mappingValues { $0.key == "default" ? $0.value.withProvenance(provenance) : $0.value }
            }
        }
        return .init(key: entry.key, keySpan: entry.keySpan, value: value)
    }

    /// What a definition may have.
    package static var declarations: [FieldReader.Declaration] { FieldReader.declarations(of: read) }

    /// What a use may have, besides what every step may.
    package var parameterDeclarations: [FieldReader.Declaration] {
        FieldReader.declarations { fields in for parameter in parameters { _ = read(parameter, from: fields) } }
    }

    /// Reads and declares the value that a use gives to a parameter; nil where it gives none, and the default stands.
    func read(_ parameter: Parameter, from fields: FieldReader) -> SyntaxNode? {
        let format = FieldFormat<SyntaxNode>.argument(of: parameter)
        let help = parameter.help ?? "a parameter of the module `\(name)`"
        guard let value = parameter.defaultValue else { return fields.required(parameter.name, format, help: help) }
        let given = fields.optional(parameter.name, format, default: value, help: help)
        return fields.isPresent(parameter.name) ? given : nil
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
                        .unknownKey, "`expects` has no field `\(abbreviated(entry.key))`", at: entry.keySpan,
                        help: "its fields are `channels`, `height` and `width`"))
            }
            return unknown.isEmpty ? .value(entries) : .reported
        }
    }

    /// One of the lengths that a module may ask for.
    static var expectedLength: ValueSchema { .either([.integer(1...largestInteger), .expression]) }

    private static func declareAxes(_ fields: FieldReader) {
        let length = FieldFormat<SyntaxNode>.anything(
            "a whole number", schema: expectedLength)
        for axis in ModuleDefinition.expectableAxes {
            _ = fields.ifPresent(axis, length, help: "the \(axis) that must arrive")
        }
    }
}
