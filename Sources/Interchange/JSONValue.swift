/// A JSON value that keeps what others lose: the order of an object's keys, and keys that stand twice.
///
/// Only what a safetensors header may hold: no fractions, because lengths and offsets are whole numbers.
enum JSONValue: Hashable {
    case object([Member])
    case array([JSONValue])
    case string(String)
    case integer(Int)
    case other

    struct Member: Hashable {
        let key: String
        let value: JSONValue
    }

    var array: [JSONValue]? {
        if case .array(let items) = self { return items }
        return nil
    }

    var string: String? {
        if case .string(let text) = self { return text }
        return nil
    }

    var integer: Int? {
        if case .integer(let number) = self { return number }
        return nil
    }
}

/// Why bytes are not JSON.
struct JSONFailure: Error {
    let offset: Int
    let wanted: String
}

/// A strict reader of one JSON value that fills the given bytes but for white space around it (RFC 8259).
struct JSONReader {
    private let bytes: ArraySlice<UInt8>
    private var position: Int
    private static let deepestNesting = 16

    static func read(_ bytes: ArraySlice<UInt8>) throws(JSONFailure) -> JSONValue {
        var reader = JSONReader(bytes)
        let value = try reader.value(depth: 0)
        reader.skipSpace()
        guard reader.position == bytes.endIndex else { throw reader.failure("nothing more") }
        return value
    }

    private init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    private func failure(_ wanted: String) -> JSONFailure {
        JSONFailure(offset: position - bytes.startIndex, wanted: wanted)
    }

    private var current: UInt8? { position < bytes.endIndex ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = current, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { position += 1 }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard current == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func value(depth: Int) throws(JSONFailure) -> JSONValue {
        guard depth < Self.deepestNesting else { throw failure("shallower nesting") }
        if take("{") { return .object(try members(depth: depth)) }
        if take("[") { return .array(try items(depth: depth)) }
        guard let first = current else { throw failure("a value") }
        switch UnicodeScalar(first) {
        case "\"": return .string(try string())
        case "-", "0"..."9": return try number()
        default: return try word()
        }
    }

    private mutating func members(depth: Int) throws(JSONFailure) -> [JSONValue.Member] {
        var members: [JSONValue.Member] = []
        if take("}") { return members }
        repeat {
            skipSpace()
            let key = try string()
            guard take(":") else { throw failure("`:`") }
            members.append(JSONValue.Member(key: key, value: try value(depth: depth + 1)))
        } while take(",")
        guard take("}") else { throw failure("`,` or `}`") }
        return members
    }

    private mutating func items(depth: Int) throws(JSONFailure) -> [JSONValue] {
        var items: [JSONValue] = []
        if take("]") { return items }
        repeat { items.append(try value(depth: depth + 1)) } while take(",")
        guard take("]") else { throw failure("`,` or `]`") }
        return items
    }

    private mutating func number() throws(JSONFailure) -> JSONValue {
        let start = position
        while let byte = current, "+-.eE0123456789".utf8.contains(byte) { position += 1 }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if let number = Int(text), String(number) == text { return .integer(number) }
        guard let number = Double(text), number.isFinite else {
            position = start
            throw failure("a number")
        }
        return .other
    }

    private mutating func word() throws(JSONFailure) -> JSONValue {
        for word in ["true", "false", "null"] where bytes[position...].starts(with: word.utf8) {
            position += word.utf8.count
            return .other
        }
        throw failure("a value")
    }
}

extension JSONReader {
    private mutating func string() throws(JSONFailure) -> String {
        guard current == UInt8(ascii: "\"") else { throw failure("a string") }
        position += 1
        var units: [UInt8] = []
        while let byte = current, byte != UInt8(ascii: "\"") {
            guard byte >= 0x20 else { throw failure("no control character in a string") }
            position += 1
            if byte == UInt8(ascii: "\\") {
                units += String(try escape()).utf8
            } else {
                units.append(byte)
            }
        }
        guard current != nil else { throw failure("`\"`") }
        guard let text = String(validating: units, as: UTF8.self) else { throw failure("UTF-8 in a string") }
        position += 1
        return text
    }

    private mutating func escape() throws(JSONFailure) -> Character {
        guard let byte = current else { throw failure("an escape") }
        position += 1
        switch UnicodeScalar(byte) {
        case "\"": return "\""
        case "\\": return "\\"
        case "/": return "/"
        case "b": return "\u{8}"
        case "f": return "\u{C}"
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "u": return Character(try escapedScalar())
        default: throw failure("an escape")
        }
    }

    private mutating func escapedScalar() throws(JSONFailure) -> Unicode.Scalar {
        let high = try hexadecimal()
        if let scalar = Unicode.Scalar(high) { return scalar }
        guard UTF16.isLeadSurrogate(UInt16(high)), bytes[position...].starts(with: "\\u".utf8) else {
            throw failure("a pair of surrogates")
        }
        position += 2
        let low = try hexadecimal()
        guard UTF16.isTrailSurrogate(UInt16(low)),
            let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
        else { throw failure("a pair of surrogates") }
        return scalar
    }

    private mutating func hexadecimal() throws(JSONFailure) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = current, let digit = Character(UnicodeScalar(byte)).hexDigitValue else {
                throw failure("four hexadecimal digits")
            }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }
}

/// Text as a JSON string, quotes and all.
func quotedJSON(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": result += "\\\""
        case "\\": result += "\\\\"
        case _ where scalar.value < 0x20:
            let digits = String(scalar.value, radix: 16)
            result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result + "\""
}
