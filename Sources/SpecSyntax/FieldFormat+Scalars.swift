extension FieldFormat where Value == Int {
    /// A whole number in decimal; `_` may group digits.
    package static func integer(_ range: ClosedRange<Int>) -> FieldFormat {
        FieldFormat(scalar: wholeNumber(range), placeholder: range.lowerBound, schema: .integer(range)) { text in
            parseInteger(text).flatMap { range.contains($0) ? $0 : nil }
        }.suggesting(\.asIntegerRemedy)
    }

    /// A whole number of at least `range.lowerBound`, and at most 2³¹ − 1, oneDNN's limit for lengths.
    package static func integer(_ range: PartialRangeFrom<Int>) -> FieldFormat {
        .integer(range.lowerBound...largestInteger)
    }
}

extension FieldFormat where Value == Double {
    package static func number(_ range: ClosedRange<Double>) -> FieldFormat {
        FieldFormat(
            scalar: "a number from \(shortest(range.lowerBound)) to \(shortest(range.upperBound))",
            placeholder: range.lowerBound,
            schema: .number(NumberLimits(atLeast: range.lowerBound, atMost: range.upperBound))
        ) { text in parseNumber(text).flatMap { range.contains($0) ? $0 : nil } }
    }

    package static func number(_ range: PartialRangeFrom<Double>) -> FieldFormat {
        FieldFormat(
            scalar: "a number of at least \(shortest(range.lowerBound))", placeholder: range.lowerBound,
            schema: .number(NumberLimits(atLeast: range.lowerBound))
        ) { text in parseNumber(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    package static var positiveNumber: FieldFormat {
        FieldFormat(scalar: "a number above 0", placeholder: 1, schema: .number(NumberLimits(above: 0))) { text in
            parseNumber(text).flatMap { $0 > 0 ? $0 : nil }
        }
    }

    package static var number: FieldFormat {
        FieldFormat(scalar: "a number", placeholder: 0, schema: .number(NumberLimits()), parse: parseNumber)
    }
}

extension FieldFormat where Value == Bool {
    package static var boolean: FieldFormat {
        FieldFormat(scalar: "`true` or `false`", placeholder: false, schema: .boolean, parse: truth)
    }
}

extension FieldFormat where Value == String {
    package static var text: FieldFormat {
        FieldFormat(scalar: "text", placeholder: "", schema: .text()) { $0 }
    }
}

extension FieldFormat {
    /// One of a few words.
    package static func word(_ words: KeyValuePairs<String, Value>) -> FieldFormat {
        let list = words.map { "`\($0.key)`" }.joined(separator: " or ")
        let values = Dictionary(uniqueKeysWithValues: words.map { ($0.key, $0.value) })
        return FieldFormat(
            scalar: list, placeholder: words[0].value, schema: .words(words.map { $0.key })
        ) { values[$0] }
    }
}

package let largestInteger = Int(Int32.max)

/// A whole number in decimal, or nil; `65_536` is one, `1e3` and `0x10` are not.
package func parseInteger(_ text: String) -> Int? {
    ungrouped(text).flatMap { Int($0) }
}

/// A finite number in decimal, or nil; `5e-4`, `.5` and `65_536` are, `nan`, `inf`, `0x1p3` and `1e400` are not.
package func parseNumber(_ text: String) -> Double? {
    guard let digits = ungrouped(text), digits.utf8.allSatisfy("0123456789+-.eE".utf8.contains),
        let value = Double(digits), value.isFinite
    else { return nil }
    return value
}

/// A truth value as YAML writes it, or nil.
package func truth(_ text: String) -> Bool? {
    ["true": true, "yes": true, "on": true, "false": false, "no": false, "off": false][text]
}

/// The text without the `_` between two digits; nil where one stands elsewhere.
private func ungrouped(_ text: String) -> String? {
    guard text.utf8.contains(UInt8(ascii: "_")) else { return text }
    let bytes = Array(text.utf8)
    let isDigit = bytes.map { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    for index in bytes.indices where bytes[index] == UInt8(ascii: "_") {
        guard index > 0, index + 1 < bytes.count, isDigit[index - 1], isDigit[index + 1] else { return nil }
    }
    return text.filter { $0 != "_" }
}

/// Whether a text is a whole number, and above `largestInteger`, be it beyond `Int` too.
func isBeyondLargestInteger(_ text: String) -> Bool {
    guard let digits = ungrouped(text), !digits.isEmpty, digits.utf8.allSatisfy("0123456789".utf8.contains) else {
        return false
    }
    return Int(digits).map { $0 > largestInteger } ?? true
}

/// A number as a person writes it: `3` rather than `3.0`.
package func shortest(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
}

private func wholeNumber(_ range: ClosedRange<Int>) -> String {
    if range.lowerBound == range.upperBound { return "`\(range.lowerBound)`" }
    return range.upperBound == largestInteger
        ? "a whole number of at least \(range.lowerBound)"
        : "a whole number from \(range.lowerBound) to \(range.upperBound)"
}
