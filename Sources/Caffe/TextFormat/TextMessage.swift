package import Diagnostics

/// A message in protobuf's text format as it is written: fields in their order, each with its place.
///
/// Nothing is known here of types: which fields a message has, and what their values must be, a schema says.
package struct TextMessage: Sendable {
    package let fields: [Field]
    package let span: SourceSpan

    /// One occurrence of a field; a field that is written three times is three of them.
    package struct Field: Sendable {
        /// As it is written; an extension with its brackets, `[caffe.extra]`.
        package let name: String
        package let nameSpan: SourceSpan
        package let value: Value
    }

    package indirect enum Value: Sendable {
        case scalar(Scalar)
        case message(TextMessage)
        /// `[1, 2]` or `[{…}, {…}]`.
        case list([Value], SourceSpan)
    }

    package struct Scalar: Hashable, Sendable {
        package enum Kind: Hashable, Sendable {
            /// A word: the name of an enumeration's case, `true`, `inf`, `-inf`.
            case word
            /// A whole number in decimal, octal or hexadecimal digits, with its sign.
            case integer
            /// A number with a point, an exponent or an `f`, with its sign.
            case decimal
            /// Text in quotes.
            case string
        }

        package let kind: Kind
        /// As it is written; of a string, what it stands for.
        package let text: String
        package let span: SourceSpan
    }
}

extension TextMessage.Value {
    package var span: SourceSpan {
        switch self {
        case .scalar(let scalar): scalar.span
        case .message(let message): message.span
        case .list(_, let span): span
        }
    }

    /// What was found, for "must be …, found …".
    var foundText: String {
        switch self {
        case .scalar(let scalar):
            scalar.kind == .string ? "the text `\"\(abbreviated(scalar.text))\"`" : "`\(abbreviated(scalar.text))`"
        case .message: "a message `{…}`"
        case .list: "a list"
        }
    }
}

extension TextMessage.Scalar {
    /// A whole number: decimal, octal behind a 0, hexadecimal behind `0x`; nil beyond 64 bits and for everything else.
    var integer: Int? {
        guard kind == .integer else { return nil }
        let isNegative = text.hasPrefix("-")
        let digits = Substring(isNegative ? text.dropFirst() : text[...])
        let magnitude: UInt64? =
            if digits.lowercased().hasPrefix("0x") {
                UInt64(digits.dropFirst(2), radix: 16)
            } else if digits.count > 1, digits.hasPrefix("0") {
                UInt64(digits, radix: 8)
            } else {
                UInt64(digits)
            }
        guard let value = magnitude.flatMap({ Int(exactly: $0) }) else { return nil }
        return isNegative ? -value : value
    }

    /// A number; `inf` and `nan` are none that anything here can use.
    var number: Double? {
        switch kind {
        case .integer: return integer.map(Double.init) ?? finite(text)
        case .decimal: return finite(text.hasSuffix("f") || text.hasSuffix("F") ? String(text.dropLast()) : text)
        case .word, .string: return nil
        }
    }

    private func finite(_ text: String) -> Double? { Double(text).flatMap { $0.isFinite ? $0 : nil } }
}
