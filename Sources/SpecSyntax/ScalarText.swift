/// Texts as YAML writes them: plain where nothing else could be read, in quotes elsewhere.
extension SyntaxNode.Scalar {
    /// A text that means itself.
    package init(meaning text: String) {
        self.init(text, isPlain: Self.isSafe(text) && !["null", "~", ""].contains(text))
    }

    /// As it stands in a line, in braces too.
    package var written: String { isPlain && Self.isSafe(text) ? text : JSONValue.quoted(text) }

    /// Whether a text is itself without quotes: letters, numbers and `_ . / +`, with spaces, `%` and `-` between them, `%` or `-`
    /// behind them, and a `-` before them.
    private static func isSafe(_ text: String) -> Bool {
        func isInner(_ byte: UInt8) -> Bool {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "/"),
                UInt8(ascii: "+"):
                true
            default: false
            }
        }
        let bytes = text.utf8.first == UInt8(ascii: "-") ? text.utf8.dropFirst() : text.utf8[...]
        // `...` ends a document.
        guard let first = bytes.first, isInner(first), bytes.last != UInt8(ascii: " "), !text.hasPrefix("...") else {
            return false
        }
        return bytes.allSatisfy { isInner($0) || " %-".utf8.contains($0) }
    }
}
