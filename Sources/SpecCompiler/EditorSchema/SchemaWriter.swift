import SpecModules
import SpecSyntax

/// Turns what the formats say of their values into JSON Schema.
///
/// Scalars are read by the type that the field wants, so numbers and booleans may also come as texts: `"4"`, `65_536`
/// and `yes` are texts to an editor. Only words that drafts 7 and 2020-12 share are used, because editors know both;
/// `markdownDescription` and `errorMessage` are those editors' own.
struct SchemaWriter {
    /// Whether `${…}` may stand where a value is wanted.
    let hasExpressions: Bool
    /// What stands before the name of a part of the language in the name of its definition.
    let prefix: String

    /// The schema of a value.
    ///
    /// - Parameter message: what an editor says of a scalar that does not fit.
    func json(_ schema: ValueSchema, message: String? = nil) -> JSONValue {
        var ways = ways(to: schema, message)
        if hasExpressions, !takesExpressions(schema) {
            ways.append(told(["type": "string", "pattern": .string("^\(expressionText)$")], message))
        }
        return ways.count == 1 ? ways[0] : ["anyOf": .array(ways)]
    }

    /// A field: its value's schema, with the help that an editor shows.
    func property(_ field: FieldReader.Declaration) -> JSONValue {
        var annotations: JSONValue = [
            "description": .string(field.help), "markdownDescription": .string(markdown(field)),
        ]
        if let value = field.defaultText.flatMap(JSONValue.init(specText:)) {
            annotations = annotations.adding(["default": value])
        }
        return annotations.adding(json(field.schema(), message: "`\(field.name)` must be \(field.description)"))
    }

    /// A mapping with fields, and those of `common`.
    func fields(
        _ fields: [FieldReader.Declaration], besides common: JSONValue = [:], others: JSONValue = false
    ) -> JSONValue {
        let required = fields.filter(\.isRequired).map(\.name)
        let properties = common.adding(.object(fields.map { .init(key: $0.name, value: property($0)) }))
        let shape: JSONValue = ["type": "object", "properties": properties, "additionalProperties": others]
        return required.isEmpty ? shape : shape.adding(["required": .strings(required)])
    }

    /// A mapping with fields behind a name; nothing at all may stand there if none is required.
    func fieldsOfUse(_ fields: [FieldReader.Declaration], help: String, besides common: JSONValue = [:]) -> JSONValue {
        let object = self.fields(fields, besides: common)
        let mayBeEmpty = !fields.contains(where: \.isRequired)
        let help: JSONValue = ["description": .string(help)]
        return help.adding(mayBeEmpty ? object.replacing("type", by: ["object", "null"]) : object)
    }

    private func markdown(_ field: FieldReader.Declaration) -> String {
        let type = field.description.prefix(1).uppercased() + field.description.dropFirst()
        let end = field.isRequired ? "; required" : field.defaultText.map { "; default `\($0)`" } ?? ""
        return "\(field.help)\n\n\(type)\(end)."
    }
}
