/// Scalars that cannot disturb a terminal: tabs become spaces, control characters become `\u{…}`.
func printable(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    var result = String.UnicodeScalarView()
    for scalar in scalars {
        guard !isPlain(scalar) else {
            result.append(scalar)
            continue
        }
        switch scalar.properties.generalCategory {
        case .control where scalar == "\t": result.append(" ")
        case .control, .format, .surrogate, .lineSeparator, .paragraphSeparator:
            result.append(contentsOf: "\\u{\(String(scalar.value, radix: 16, uppercase: true))}".unicodeScalars)
        default: result.append(scalar)
        }
    }
    return String(result)
}

/// A letter, digit or mark of ASCII, of which no properties need be looked up.
private func isPlain(_ scalar: Unicode.Scalar) -> Bool { (0x20..<0x7F).contains(scalar.value) }

/// Text that cannot disturb a terminal.
package func printable(_ text: String) -> String {
    printable(text.unicodeScalars)
}

/// The number of terminal cells that a text takes: two for East Asian wide characters, none for combining marks.
package func columns(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { total, scalar in
        guard !isPlain(scalar) else { return total + 1 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark: return total
        default: break
        }
        let wide =
            (0x1100...0x115F).contains(scalar.value) || (0x2E80...0xA4CF).contains(scalar.value)
            || (0xAC00...0xD7A3).contains(scalar.value) || (0xF900...0xFAFF).contains(scalar.value)
            || (0xFE30...0xFE6F).contains(scalar.value) || (0xFF00...0xFF60).contains(scalar.value)
            || (0x1F300...0x1FAFF).contains(scalar.value) || (0x20000...0x3FFFD).contains(scalar.value)
        return total + (wide ? 2 : 1)
    }
}

/// The words of a text on lines of at most so many columns; a word that is longer has a line of its own.
package func wrapped(_ text: String, to limit: Int) -> [String] {
    text.split(separator: " ").reduce(into: [String]()) { lines, word in
        if let last = lines.last, columns(last) + 1 + columns(String(word)) <= limit {
            lines[lines.count - 1] = last + " " + word
        } else {
            lines.append(String(word))
        }
    }
}
