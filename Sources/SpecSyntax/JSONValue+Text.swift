extension JSONValue {
    /// The text in lines: each item and each member has one of its own, but that what fits into so many columns stands in one.
    ///
    /// - Parameter columns: 0 to give each its own line.
    package func text(columns: Int, indent: String = "") -> String {
        if columns > 0 {
            let line = self.line
            if line.utf8.count + indent.utf8.count <= columns { return line }
        }
        let inner = indent + "  "
        switch self {
        case .array(let items) where !items.isEmpty:
            return Self.block(items.map { $0.text(columns: columns, indent: inner) }, between: ("[", "]"), indent)
        case .object(let members) where !members.isEmpty:
            let lines = members.map { "\(Self.quoted($0.key)): \($0.value.text(columns: columns, indent: inner))" }
            return Self.block(lines, between: ("{", "}"), indent)
        default: return line
        }
    }

    private static func block(_ items: [String], between brackets: (String, String), _ indent: String) -> String {
        let inner = items.map { "\(indent)  \($0)" }.joined(separator: ",\n")
        return "\(brackets.0)\n\(inner)\n\(indent)\(brackets.1)"
    }

    /// The text in one line.
    package var line: String {
        switch self {
        case .null: return "null"
        case .string(let text): return Self.quoted(text)
        case .integer(let value): return "\(value)"
        case .number(let value): return shortest(value)
        case .digits(let text): return text
        case .boolean(let value): return "\(value)"
        case .array(let items): return "[" + items.map(\.line).joined(separator: ", ") + "]"
        case .object(let members):
            return "{" + members.map { "\(Self.quoted($0.key)): \($0.value.line)" }.joined(separator: ", ") + "}"
        }
    }

    /// A string in double quotes, as JSON and YAML both read it.
    package static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            default:
                if scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
                    || [0x2028, 0x2029, 0xFEFF].contains(scalar.value)
                {
                    let digits = String(scalar.value, radix: 16)
                    result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result + "\""
    }
}
