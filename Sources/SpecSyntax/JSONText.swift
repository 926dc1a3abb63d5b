/// Writes a syntax tree as JSON, keys in the order in which they stand, which means something in a spec.
///
/// Plain scalars that JSON knows as numbers, `true`, `false` or nothing are written as these, all others as strings.
package struct JSONText {
    package static func text(_ tree: SyntaxNode) -> String {
        text(tree, indent: "") + "\n"
    }

    private static func text(_ node: SyntaxNode, indent: String) -> String {
        let inner = indent + "  "
        switch node.content {
        case .scalar(let scalar): return node.isEmpty ? "null" : text(scalar)
        case .sequence(let items):
            return lines(items.map { text($0, indent: inner) }, between: ("[", "]"), indent)
        case .mapping(let entries):
            return lines(
                entries.map { "\(quoted($0.key)): \(text($0.value, indent: inner))" }, between: ("{", "}"), indent)
        }
    }

    private static func lines(_ items: [String], between brackets: (String, String), _ indent: String) -> String {
        guard !items.isEmpty else { return brackets.0 + brackets.1 }
        let inner = items.map { "\(indent)  \($0)" }.joined(separator: ",\n")
        return "\(brackets.0)\n\(inner)\n\(indent)\(brackets.1)"
    }

    private static func text(_ scalar: SyntaxNode.Scalar) -> String {
        let isWord = ["true", "false"].contains(scalar.text)
        let isNumber = scalar.text.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/) != nil
        return scalar.isPlain && (isWord || isNumber) ? scalar.text : quoted(scalar.text)
    }

    /// A string in double quotes, as JSON and YAML both read it.
    static func quoted(_ text: String) -> String {
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
