import Diagnostics

/// Cuts a text into tokens, without the comments from `#` to the line's end and the space between.
struct TextLexer {
    private var cursor: TextCursor

    init(_ file: SourceFile) {
        cursor = TextCursor(file)
    }

    mutating func next() throws(TextFailure) -> TextToken {
        skipSpace()
        let start = cursor.mark
        guard let byte = cursor.byte else { return cursor.token(.end, from: start) }
        switch byte {
        case _ where isWordStart(byte):
            while let byte = cursor.byte, isWordPart(byte) { cursor.advance() }
            return cursor.token(.word, from: start)
        case _ where isDigit(byte), UInt8(ascii: ".") where cursor.byte(1).map(isDigit) ?? false:
            return try number(from: start)
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            return try string(from: start, quote: byte)
        case _ where "{}<>[]:;,-./".utf8.contains(byte):
            cursor.advance()
            return cursor.token(.sign, from: start)
        default:
            cursor.advance()
            while let byte = cursor.byte, byte & 0xC0 == 0x80 { cursor.advance() }
            throw TextFailure(
                "a field must begin here, found `\(cursor.text(from: start))`", at: cursor.span(from: start),
                help: "remove it, or put it into quotes if it belongs to a text")
        }
    }

    private mutating func skipSpace() {
        while let byte = cursor.byte {
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"), 0x0B, 0x0C:
                cursor.advance()
            case UInt8(ascii: "#"):
                while let byte = cursor.byte, byte != UInt8(ascii: "\n") { cursor.advance() }
            default: return
            }
        }
    }

    /// Digits in one of three bases, or a number with a point, an exponent or an `f`.
    private mutating func number(from start: TextCursor.Mark) throws(TextFailure) -> TextToken {
        var kind = TextToken.Kind.integer
        let isPrefixed =
            cursor.byte == UInt8(ascii: "0") && cursor.byte(1).map { $0 | 0x20 == UInt8(ascii: "x") } == true
        if isPrefixed {
            cursor.advance(2)
            while let byte = cursor.byte, isHexadecimal(byte) { cursor.advance() }
        } else {
            skipDigits()
            if cursor.byte == UInt8(ascii: ".") {
                kind = .decimal
                cursor.advance()
                skipDigits()
            }
            if let byte = cursor.byte, byte | 0x20 == UInt8(ascii: "e"), hasExponent {
                kind = .decimal
                cursor.advance(cursor.byte(1).map(isDigit) == true ? 1 : 2)
                skipDigits()
            }
            if let byte = cursor.byte, byte | 0x20 == UInt8(ascii: "f") {
                kind = .decimal
                cursor.advance()
            }
        }
        let token = cursor.token(kind, from: start)
        let isWhole = cursor.byte.map { !isWordPart($0) && $0 != UInt8(ascii: ".") } ?? true
        let digits = token.text.dropFirst(isPrefixed ? 2 : 0)
        let isOctal = kind == .integer && !isPrefixed && digits.count > 1 && digits.hasPrefix("0")
        guard isWhole, !digits.isEmpty, !isOctal || digits.utf8.allSatisfy({ $0 < UInt8(ascii: "8") }) else {
            while let byte = cursor.byte, isWordPart(byte) || byte == UInt8(ascii: ".") { cursor.advance() }
            throw TextFailure(
                "a number must be decimal, hexadecimal behind `0x` or octal behind `0`, found "
                    + "`\(abbreviated(cursor.text(from: start)))`",
                at: cursor.span(from: start), help: "write, for example, `10`, `0.5` or `1e-4`, and a space behind it")
        }
        return token
    }

    private var hasExponent: Bool {
        guard let next = cursor.byte(1) else { return false }
        return isDigit(next) || "+-".utf8.contains(next) && cursor.byte(2).map(isDigit) == true
    }

    private mutating func skipDigits() {
        while let byte = cursor.byte, isDigit(byte) { cursor.advance() }
    }

    private mutating func string(from start: TextCursor.Mark, quote: UInt8) throws(TextFailure) -> TextToken {
        cursor.advance()
        var bytes: [UInt8] = []
        while let byte = cursor.byte, byte != UInt8(ascii: "\n") {
            if byte == quote {
                cursor.advance()
                guard let text = String(validating: bytes, as: UTF8.self) else {
                    throw TextFailure(
                        "the escapes in a text must make UTF-8", at: cursor.span(from: start),
                        help: "write the characters themselves")
                }
                return TextToken(kind: .string, text: text, span: cursor.span(from: start))
            }
            if byte == UInt8(ascii: "\\") {
                try escape(into: &bytes)
            } else {
                bytes.append(byte)
                cursor.advance()
            }
        }
        throw TextFailure(
            "a text that begins with a quote must end with one on the same line", at: cursor.span(from: start),
            help: "put `\(Character(Unicode.Scalar(quote)))` behind it")
    }

    private mutating func escape(into bytes: inout [UInt8]) throws(TextFailure) {
        let start = cursor.mark
        cursor.advance()
        guard let byte = cursor.byte else { return }
        if let simple = simpleEscapes[byte] {
            cursor.advance()
            bytes.append(simple)
            return
        }
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "7"):
            bytes.append(UInt8(truncatingIfNeeded: digits(atMost: 3, radix: 8)?.value ?? 0))
            return
        case UInt8(ascii: "x"), UInt8(ascii: "X"):
            cursor.advance()
            if let (value, _) = digits(atMost: 2, radix: 16) {
                bytes.append(UInt8(truncatingIfNeeded: value))
                return
            }
        case UInt8(ascii: "u"), UInt8(ascii: "U"):
            cursor.advance()
            let count = byte == UInt8(ascii: "u") ? 4 : 8
            if let (value, read) = digits(atMost: count, radix: 16), read == count,
                let scalar = Unicode.Scalar(value)
            {
                bytes.append(contentsOf: String(scalar).utf8)
                return
            }
        default: cursor.advance()
        }
        throw TextFailure(
            "an escape must be one of `\\n`, `\\t`, `\\r`, `\\\\`, `\\'`, `\\\"`, `\\x41`, `\\101` and their like, found "
                + "`\(cursor.text(from: start))`",
            at: cursor.span(from: start), help: "write `\\\\` for a backslash")
    }

    /// A number of up to so many digits; nil where there is none.
    private mutating func digits(atMost most: Int, radix: UInt32) -> (value: UInt32, count: Int)? {
        var (value, count) = (UInt32(0), 0)
        while count < most, let byte = cursor.byte, let digit = Character(Unicode.Scalar(byte)).hexDigitValue,
            digit < radix
        {
            value = value &* radix &+ UInt32(digit)
            count += 1
            cursor.advance()
        }
        return count > 0 ? (value, count) : nil
    }
}

private let simpleEscapes: [UInt8: UInt8] = [
    UInt8(ascii: "n"): 0x0A, UInt8(ascii: "r"): 0x0D, UInt8(ascii: "t"): 0x09, UInt8(ascii: "a"): 0x07,
    UInt8(ascii: "b"): 0x08, UInt8(ascii: "f"): 0x0C, UInt8(ascii: "v"): 0x0B, UInt8(ascii: "\\"): 0x5C,
    UInt8(ascii: "'"): 0x27, UInt8(ascii: "\""): 0x22, UInt8(ascii: "?"): 0x3F,
]

private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
private func isHexadecimal(_ byte: UInt8) -> Bool {
    isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
}
private func isWordStart(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) && byte < 0x80 || byte == UInt8(ascii: "_")
}
private func isWordPart(_ byte: UInt8) -> Bool { isWordStart(byte) || isDigit(byte) }
