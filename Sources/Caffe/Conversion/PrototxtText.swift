import SpecSyntax

/// A message of protobuf's text format as it is put together.
struct PrototxtMessage {
    private enum Value {
        /// As it is written, quotes and all.
        case text(String)
        case message(PrototxtMessage)
    }

    private var fields: [(name: String, value: Value)] = []

    var isEmpty: Bool { fields.isEmpty }

    mutating func add(_ name: String, _ text: String) { fields.append((name, .text(text))) }
    mutating func add(_ name: String, quoted text: String) { add(name, quotedText(text)) }
    mutating func add(_ name: String, _ message: PrototxtMessage?) {
        if let message { fields.append((name, .message(message))) }
    }

    /// A field on each line, messages in braces.
    func text(indent: Int = 0) -> String {
        let space = String(repeating: " ", count: indent)
        return fields.map { name, value in
            switch value {
            case .text(let text): return "\(space)\(name): \(text)\n"
            case .message(let message): return "\(space)\(name) {\n\(message.text(indent: indent + 2))\(space)}\n"
            }
        }.joined()
    }
}

/// A text in quotes, as protobuf's text format has it.
func quotedText(_ text: String) -> String {
    let escaped = text.unicodeScalars.map { scalar -> String in
        switch scalar {
        case "\"", "\\": "\\\(scalar)"
        case "\n": "\\n"
        default: scalar.value < 0x20 ? "\\\(octal(scalar.value))" : String(scalar)
        }
    }
    return "\"\(escaped.joined())\""
}

private func octal(_ value: UInt32) -> String {
    let digits = String(value, radix: 8)
    return String(repeating: "0", count: 3 - digits.count) + digits
}
