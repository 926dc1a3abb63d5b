import Diagnostics
import SpecModules
import SpecSyntax

/// The JSON Schema of the spec language, from which editors complete, explain and check specs as they are typed.
///
/// It is made from the declarations that the program itself reads. It tells what can be told of a file by itself: fields,
/// types, ranges, names of layers and modules; shapes, names of steps and what parts say of each other take the program.
package struct EditorSchema {
    private let modules: [StepKind]
    /// The files that an `include` can name without bringing modules that are not known here.
    private let includes: [String]

    /// The schema of specs and libraries that use these modules.
    init(libraries: [ModuleLibrary]) {
        modules = StepKind.modules(of: libraries)
        includes = Set(libraries.flatMap(\.includes)).sorted()
    }

    /// JSON, with a line break at the end.
    package func text() -> String { document.text(columns: 110) + "\n" }

    /// Whether a text begins as schemas made here do.
    package static func isSchema(_ text: String) -> Bool { text.contains(origin) }

    private static let origin = "made by `netspec schema`"

    private var document: JSONValue {
        [
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$comment": .string("\(Self.origin) from the program's own declarations; not to be edited"),
            "title": "netspec",
            "if": ["type": "object", "required": ["extends"]],
            "then": ["$ref": "#/$defs/extension"],
            "else": [
                "if": [
                    "required": ["modules"], "not": ["anyOf": [["required": ["network"]], ["required": ["input"]]]],
                ],
                "then": ["$ref": "#/$defs/library"],
                "else": ["$ref": "#/$defs/spec"],
            ],
            "$defs": definitions,
        ]
    }

    private var definitions: JSONValue {
        let files = SchemaWriter(hasExpressions: false, prefix: "")
        let kinds = StepKind.ofLanguage + modules
        let network = StepSchema(writer: SchemaWriter(hasExpressions: true, prefix: ""), kinds: kinds)
        let module = StepSchema(writer: SchemaWriter(hasExpressions: true, prefix: "module-"), kinds: kinds)
        let own: JSONValue = [
            "spec": whole(Spec.declarations, files),
            "library": whole(FieldReader.declarations(of: LibraryLoader.readLibrary), files),
            "extension": files.fields(SpecExtension.declarations),
            "module": SchemaWriter(hasExpressions: false, prefix: "module-").fields(ModuleDefinition.declarations),
            "known-names": network.knownNames,
        ]
        return own.adding(network.definitions).adding(module.definitions)
    }

    /// A file, in which only known names can be used if it brings no modules but those that are known here.
    private func whole(_ fields: [FieldReader.Declaration], _ writer: SchemaWriter) -> JSONValue {
        let network: JSONValue = ["network": ["$ref": "#/$defs/known-names"]]
        return writer.fields(fields).adding([
            "if": [
                "properties": [
                    "include": ["items": ["enum": .strings(includes)]],
                    "modules": ["propertyNames": ["enum": .strings(modules.map(\.name))]],
                ]
            ],
            "then": [
                "properties": network.adding(["modules": ["additionalProperties": ["properties": network]]])
            ],
        ])
    }
}
