import Recipes

/// The head of an entry in a tar archive: a block of 512 bytes (POSIX.1-2017, pax, "ustar interchange format", and GNU's variety).
struct TarHeader {
    enum Kind {
        case file, folder
        /// What follows belongs to the next entry: pax records, or a long name in GNU's way.
        case records, longName
        /// Of all entries that follow.
        case globalRecords
        /// Links, devices and pipes, in words.
        case other(String)
    }

    static let blockSize = 512

    let kind: Kind
    let name: String
    let byteCount: Int

    /// - Throws: `TarDefect`
    init(_ block: [UInt8]) throws(TarDefect) {
        func text(_ range: Range<Int>) -> String {
            String(decoding: block[range].prefix { $0 != 0 }, as: UTF8.self)
        }
        // The checksum is counted with blanks in its own place.
        var sum = 0
        for (place, byte) in block.enumerated() { sum += (148..<156).contains(place) ? 32 : Int(byte) }
        guard let checksum = Self.number(block[148..<156]), checksum == sum else {
            throw TarDefect("the checksum of an entry's head does not hold")
        }
        guard let byteCount = Self.number(block[124..<136]) else {
            throw TarDefect("the length of the entry `\(text(0..<100))` is no number")
        }
        let hasPrefix = block[257..<263].elementsEqual(Array("ustar\0".utf8)) && block[345] != 0
        name = (hasPrefix ? text(345..<500) + "/" : "") + text(0..<100)
        switch block[156] {
        case 0, UInt8(ascii: "0"), UInt8(ascii: "7"): kind = name.hasSuffix("/") ? .folder : .file
        case UInt8(ascii: "5"): kind = .folder
        case UInt8(ascii: "x"): kind = .records
        case UInt8(ascii: "g"): kind = .globalRecords
        case UInt8(ascii: "L"): kind = .longName
        case UInt8(ascii: "1"), UInt8(ascii: "2"): kind = .other("a link")
        default: kind = .other("an entry of an unknown kind")
        }
        self.byteCount = if case .folder = kind { 0 } else { byteCount }
    }

    /// A number of octal digits, or GNU's of 256s, whose first byte is 128; nil where it is none, or too large.
    private static func number(_ field: ArraySlice<UInt8>) -> Int? {
        if field.first == 0x80 {
            return field.dropFirst().reduce(Int?(0)) { value, byte in
                value.flatMap { $0 < 1 << 48 ? $0 << 8 | Int(byte) : nil }
            }
        }
        let digits = field.drop { $0 == 32 }.prefix { $0 != 0 && $0 != 32 }
        guard digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "7")).contains($0) }), digits.count <= 14 else {
            return nil
        }
        return digits.reduce(0) { $0 << 3 | Int($1 - UInt8(ascii: "0")) }
    }
}

/// What is wrong with a tar archive.
struct TarDefect: Error {
    let reason: String

    init(_ reason: String) { self.reason = reason }
}
