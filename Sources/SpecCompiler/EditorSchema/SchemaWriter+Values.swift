import SpecSyntax

extension SchemaWriter {
    /// The ways to write a value. A number, a boolean or a text may be one with `${…}` where those are known.
    func ways(to schema: ValueSchema, _ message: String?) -> [JSONValue] {
        switch schema {
        case .anything: return [[:]]
        case .nothing: return [["type": "null"]]
        case .integer(let range, let isOdd): return [integer(range, isOdd: isOdd, message)]
        case .number(let limits): return [number(limits, message)]
        case .boolean: return [scalar("boolean", texts: "true|false|yes|no|on|off", message)]
        case .text(let pattern, let isPlain): return [text(pattern, isPlain: isPlain, message)]
        case .words(let words): return [told(["enum": .strings(words)], message)]
        case .list(let element, let count): return [list(of: element, count, message)]
        case .choice(let kinds): return choice(of: kinds, message)
        case .fields(let fields, let others, let dependent):
            return [conditions(dependent, of: self.fields(fields, others: others.map { json($0) } ?? false))]
        case .entries(let pattern, let value, let least):
            let names: JSONValue = pattern.map { ["propertyNames": ["pattern": .string($0)]] } ?? [:]
            let count: JSONValue = least > 0 ? ["minProperties": .integer(least)] : [:]
            return [
                (["type": "object"] as JSONValue).adding(names).adding(count)
                    .adding(["additionalProperties": json(value)])
            ]
        case .either(let schemas): return schemas.flatMap { ways(to: $0, message) }
        case .expression: return [["type": "string", "pattern": .string("^\(Self.expression)$")]]
        case .part(let name): return [["$ref": .string("#/$defs/\(prefix)\(name)")]]
        }
    }

    /// Whether one of the ways to write a value is a text with `${…}` already.
    func takesExpressions(_ schema: ValueSchema) -> Bool {
        switch schema {
        case .anything, .integer, .number, .boolean, .text, .expression, .part: true
        case .either(let schemas): schemas.contains(where: takesExpressions)
        case .nothing, .words, .list, .choice, .fields, .entries: false
        }
    }

    private func integer(_ range: ClosedRange<Int>, isOdd: Bool, _ message: String?) -> JSONValue {
        var bounds: JSONValue = [:]
        if range.lowerBound > Int.min { bounds = bounds.adding(["minimum": .integer(range.lowerBound)]) }
        if range.upperBound < Int.max { bounds = bounds.adding(["maximum": .integer(range.upperBound)]) }
        if isOdd { bounds = bounds.adding(["not": ["type": "integer", "multipleOf": 2]]) }
        let digits = (range.lowerBound < 0 ? "[-+]?" : "[+]?") + Self.digits
        return scalar(
            "integer", bounds, texts: range.lowerBound == range.upperBound ? "\(range.lowerBound)" : digits, message)
    }

    private func number(_ limits: NumberLimits, _ message: String?) -> JSONValue {
        let bounds = [
            ("minimum", limits.atLeast), ("exclusiveMinimum", limits.above), ("maximum", limits.atMost),
            ("exclusiveMaximum", limits.below),
        ]
        let members = bounds.compactMap { key, bound in bound.map { JSONValue.Member(key: key, value: .number($0)) } }
        let mantissa = "(?:\(Self.digits)\\.?|(?:\(Self.digits))?\\.\(Self.digits))"
        return scalar(
            "number", .object(members), texts: "[-+]?\(mantissa)(?:[eE][-+]?\(Self.digits))?", message)
    }

    /// A mapping, held to what its fields say of each other.
    private func conditions(_ dependencies: [ValueSchema.Dependency], of mapping: JSONValue) -> JSONValue {
        guard !dependencies.isEmpty else { return mapping }
        let conditions = dependencies.map { dependency -> JSONValue in
            let field = dependency.field
            let fields = dependency.fields.map { JSONValue.Member(key: $0.name, value: json($0.schema())) }
            return [
                "if": [
                    "required": [.string(field)],
                    "properties": .object([.init(key: field, value: ["const": .string(dependency.word)])]),
                ],
                "then": ["properties": .object(fields)],
            ]
        }
        return mapping.adding(["allOf": .array(conditions)])
    }

    /// A scalar that an editor may also take for a text, which must then match `texts` or be an expression.
    private func scalar(_ type: String, _ bounds: JSONValue = [:], texts: String, _ message: String?) -> JSONValue {
        let patterns = hasExpressions ? "\(texts)|\(expressionText)" : texts
        let shape: JSONValue = ["type": [.string(type), "string"]]
        return told(shape.adding(bounds).adding(["pattern": .string("^(?:\(patterns))$")]), message)
    }

    private func text(_ pattern: String?, isPlain: Bool, _ message: String?) -> JSONValue {
        let shape: JSONValue = ["type": isPlain ? ["string", "number", "boolean"] : "string"]
        guard let pattern else { return shape }
        let all = hasExpressions ? "\(pattern)|\(expressionText)" : pattern
        return told(shape.adding(["pattern": .string(all)]), message)
    }

    private func list(of element: ValueSchema, _ count: ClosedRange<Int>, _ message: String?) -> JSONValue {
        var shape: JSONValue = ["type": "array", "items": json(element, message: count.upperBound < 4 ? message : nil)]
        if count.lowerBound > 0 { shape = shape.adding(["minItems": .integer(count.lowerBound)]) }
        if count.upperBound < Int.max { shape = shape.adding(["maxItems": .integer(count.upperBound)]) }
        return shape
    }

    /// The bare names of kinds that need no field, and a mapping of one key for all of them.
    private func choice(of kinds: [ValueSchema.Kind], _ message: String?) -> [JSONValue] {
        let bare = kinds.filter { !$0.fields.contains(where: \.isRequired) }
        let uses = kinds.map { kind in
            JSONValue.Member(key: kind.name, value: use(of: kind))
        }
        let mapping = oneKey(["properties": .object(uses), "additionalProperties": false])
        return bare.isEmpty ? [mapping] : [told(bareNames(bare.map { ($0.name, $0.help) }), message), mapping]
    }

    /// What stands behind the name of a kind: its fields, or the value of its main field.
    private func use(of kind: ValueSchema.Kind) -> JSONValue {
        let fields = fieldsOfUse(kind.fields, help: kind.help)
        guard let main = kind.fields.first(where: { $0.name == kind.mainField }) else { return fields }
        return ["anyOf": [property(main), fields]]
    }

    /// Names with a line of help each.
    func bareNames(_ names: [(name: String, help: String)]) -> JSONValue {
        ["enum": .strings(names.map(\.name)), "markdownEnumDescriptions": .strings(names.map(\.help))]
    }

    /// A mapping that has exactly one key.
    func oneKey(_ keys: JSONValue) -> JSONValue {
        (["type": "object"] as JSONValue).adding(keys).adding(["minProperties": 1, "maxProperties": 1])
    }

    func told(_ schema: JSONValue, _ message: String?) -> JSONValue {
        message.map { schema.adding(["errorMessage": .string($0)]) } ?? schema
    }
}

/// The texts that editors must let through, as regular expressions that ECMAScript and Python read alike.
extension SchemaWriter {
    private static let digits = "[0-9]+(?:_[0-9]+)*"
    private static let name = "[A-Za-z0-9_-]+"

    /// A text with one `${…}` or more in it.
    var expressionText: String {
        "[^$]*(?:\(Self.expression)[^$]*)+"
    }

    private static var expression: String {
        "\\$\\{\\s*\(operand)(?:\\s+\(operators)\\s+\(operand))*\\s*\\}"
    }

    private static let operators = "(?:[-+*/]|[=!]=|[<>]=?|and|or)"

    /// A name, a number or a word in quotes, with what may stand before and behind it; whether parentheses match is not told.
    private static var operand: String {
        "(?:not\\s+|\\(\\s*)*(?:\(name)|input\\.[a-z]+|'[^'$]*')(?:\\s*\\))*"
    }
}
