/// A text of a SARIF log.
struct SARIFMessage: Encodable, Sendable {
    private let text: String

    /// Braces stand for placeholders there, and `[…](…)` for a link, so both are escaped (sections 3.11.5 and 3.11.6).
    init(_ text: String) {
        self.text = String(
            text.unicodeScalars.reduce(into: String.UnicodeScalarView()) { escaped, scalar in
                switch scalar {
                case "{", "}": escaped.append(contentsOf: [scalar, scalar])
                case "(" where escaped.last == "]":
                    escaped.removeLast()
                    escaped.append(contentsOf: "\\](".unicodeScalars)
                default: escaped.append(scalar)
                }
            })
    }
}
