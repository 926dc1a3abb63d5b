import Diagnostics
import SpecSyntax

/// JSON whose keys keep the order in which they were given.
enum JSONValue: Hashable, Sendable {
    case string(String)
    case integer(Int)
    case number(Double)
    case boolean(Bool)
    case array([JSONValue])
    case object([Member])

    struct Member: Hashable, Sendable {
        let key: String
        let value: JSONValue
    }

    /// The object with further members behind its own; no object is one without members.
    func adding(_ members: JSONValue) -> JSONValue {
        .object(self.members + members.members)
    }

    /// The object with another value for a key that it has.
    func replacing(_ key: String, by value: JSONValue) -> JSONValue {
        .object(members.map { $0.key == key ? Member(key: key, value: value) : $0 })
    }

    private var members: [Member] {
        if case .object(let members) = self { return members }
        return []
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    init(stringLiteral value: String) { self = .string(value) }
    init(integerLiteral value: Int) { self = .integer(value) }
    init(booleanLiteral value: Bool) { self = .boolean(value) }
    init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    init(dictionaryLiteral elements: (String, JSONValue)...) { self = .object(elements.map(Member.init)) }

    static func strings(_ texts: some Sequence<String>) -> JSONValue { .array(texts.map { .string($0) }) }
}

extension JSONValue {
    /// The text, in lines of at most about 120 columns: what fits into one line stands in one.
    func text(indent: String = "") -> String {
        let line = self.line
        guard line.utf8.count + indent.utf8.count > 110 else { return line }
        let inner = indent + "  "
        switch self {
        case .array(let items):
            let lines = items.map { inner + $0.text(indent: inner) }
            return "[\n" + lines.joined(separator: ",\n") + "\n\(indent)]"
        case .object(let members):
            let lines = members.map { "\(inner)\(quoted($0.key)): \($0.value.text(indent: inner))" }
            return "{\n" + lines.joined(separator: ",\n") + "\n\(indent)}"
        default: return line
        }
    }

    private var line: String {
        switch self {
        case .string(let text): return quoted(text)
        case .integer(let value): return "\(value)"
        case .number(let value): return shortest(value)
        case .boolean(let value): return "\(value)"
        case .array(let items): return "[" + items.map(\.line).joined(separator: ", ") + "]"
        case .object(let members):
            return "{" + members.map { "\(quoted($0.key)): \($0.value.line)" }.joined(separator: ", ") + "}"
        }
    }
}

private func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": result += "\\\""
        case "\\": result += "\\\\"
        case "\n": result += "\\n"
        case "\t": result += "\\t"
        case _ where scalar.value < 0x20:
            result += "\\u00" + (scalar.value < 0x10 ? "0" : "") + String(scalar.value, radix: 16)
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result + "\""
}

extension JSONValue {
    /// What an editor makes of a value as specs write it; nil for what is no YAML.
    init?(specText text: String) {
        let file = SourceFile(path: "", text: text)
        guard let node = YAMLReader.read(file, into: DiagnosticCollector()) else { return nil }
        self.init(node)
    }

    private init(_ node: SyntaxNode) {
        switch node.content {
        case .scalar(let scalar): self.init(scalar)
        case .sequence(let items): self = .array(items.map(JSONValue.init))
        case .mapping(let entries): self = .object(entries.map { Member(key: $0.key, value: JSONValue($0.value)) })
        }
    }

    private init(_ scalar: SyntaxNode.Scalar) {
        if let value = parseInteger(scalar.text), scalar.isPlain {
            self = .integer(value)
        } else if let value = parseNumber(scalar.text), scalar.isPlain {
            self = .number(value)
        } else if ["true", "false"].contains(scalar.text), scalar.isPlain {
            self = .boolean(scalar.text == "true")
        } else {
            self = .string(scalar.text)
        }
    }
}
