/// A text that diagnostics can point into: a spec, an included library, or words from the command line.
///
/// Lines end where YAML ends them: at a line feed, a carriage return, the two together, or one of the Unicode breaks
/// U+0085, U+2028 and U+2029. Compared by identity: two reads of one path are two files.
package final class SourceFile: Sendable {
    /// The path as the user wrote it, or a name such as `--set` for text that is in no file.
    package let path: String
    package let text: String
    /// Whether the text is words of the command line, and no file.
    package let isArgument: Bool
    /// Whether the text is in another notation than the spec language's own, so that what is said in that cannot stand in it.
    package let isForeign: Bool
    /// Where each line begins, in bytes of UTF-8.
    private let lineStarts: [UInt32]
    /// Whether each scalar takes one byte, so that columns need no counting.
    private let isASCII: Bool

    /// - Precondition: the text is shorter than 4 GiB.
    package convenience init(path: String, text: String, isForeign: Bool = false) {
        self.init(path, text, isArgument: false, isForeign: isForeign)
    }

    /// Words of the command line, under the name of the option that they follow.
    package convenience init(argument option: String, text: String) {
        self.init(option, text, isArgument: true, isForeign: false)
    }

    private init(_ path: String, _ text: String, isArgument: Bool, isForeign: Bool) {
        var text = text
        text.makeContiguousUTF8()
        self.path = path
        self.isArgument = isArgument
        self.isForeign = isForeign
        self.text = text
        lineStarts = text.utf8.withContiguousStorageIfAvailable(offsetsOfLines) ?? [0]
        isASCII = text.utf8.allSatisfy { $0 < 0x80 }
    }

    /// The text of a line, counted from 1, without its line end.
    package func line(_ number: Int) -> String? {
        scalars(ofLine: number).map { String($0) }
    }

    /// Part of a line.
    struct LinePart {
        let scalars: [Unicode.Scalar]
        /// The place of the column among the scalars.
        let place: Int
        let hasMoreBefore: Bool
        let hasMoreAfter: Bool
    }

    /// What stands around a column of a line, up to `reach` scalars on either side: lines may be very long.
    func part(ofLine number: Int, aroundColumn column: Int, reach: Int) -> LinePart? {
        guard let line = scalars(ofLine: number) else { return nil }
        let place =
            isASCII
            ? text.utf8.index(line.startIndex, offsetBy: column - 1, limitedBy: line.endIndex) ?? line.endIndex
            : line.index(line.startIndex, offsetBy: column - 1, limitedBy: line.endIndex) ?? line.endIndex
        let first = line.index(place, offsetBy: -reach, limitedBy: line.startIndex) ?? line.startIndex
        let last = line.index(place, offsetBy: reach, limitedBy: line.endIndex) ?? line.endIndex
        let before = Array(line[first..<place])
        return LinePart(
            scalars: before + line[place..<last], place: before.count, hasMoreBefore: first > line.startIndex,
            hasMoreAfter: last < line.endIndex)
    }

    private func scalars(ofLine number: Int) -> Substring.UnicodeScalarView? {
        guard number >= 1, number <= lineStarts.count else { return nil }
        let end = number < lineStarts.count ? Int(lineStarts[number]) : text.utf8.count
        var line = text.unicodeScalars[index(ofByte: Int(lineStarts[number - 1]))..<index(ofByte: end)]
        if line.last == "\n" {
            line.removeLast()
            if line.last == "\r" { line.removeLast() }
        } else if let last = line.last, lineBreaks.contains(last) {
            line.removeLast()
        }
        return line
    }

    /// The place of a byte of the text's UTF-8; the text's end for one beyond it.
    package func position(ofByte offset: Int) -> SourcePosition {
        let offset = min(max(0, offset), text.utf8.count)
        var (low, high) = (0, lineStarts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if Int(lineStarts[middle]) <= offset { low = middle } else { high = middle }
        }
        let before = text.utf8[index(ofByte: Int(lineStarts[low]))..<index(ofByte: offset)]
        return SourcePosition(line: low + 1, column: before.count { $0 & 0xC0 != 0x80 } + 1)
    }

    /// The place of a position in bytes of the text's UTF-8; nil for one that the text has not.
    func offset(of position: SourcePosition) -> Int? {
        guard position.line >= 1, position.line <= lineStarts.count, position.column >= 1 else { return nil }
        let start = index(ofByte: Int(lineStarts[position.line - 1]))
        let end = position.line < lineStarts.count ? index(ofByte: Int(lineStarts[position.line])) : text.endIndex
        return text.unicodeScalars.index(start, offsetBy: position.column - 1, limitedBy: end).map {
            text.utf8.distance(from: text.startIndex, to: $0)
        }
    }

    private func index(ofByte offset: Int) -> String.Index {
        text.utf8.index(text.startIndex, offsetBy: offset)
    }
}

extension SourceFile: Hashable {
    package static func == (left: SourceFile, right: SourceFile) -> Bool { left === right }
    package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

/// The line breaks other than a line feed.
private let lineBreaks: [Unicode.Scalar] = ["\r", "\u{85}", "\u{2028}", "\u{2029}"]

/// Where the lines of a text in UTF-8 begin.
private func offsetsOfLines(in bytes: UnsafeBufferPointer<UInt8>) -> [UInt32] {
    var starts: [UInt32] = [0]
    for index in bytes.indices {
        let endsLine =
            switch bytes[index] {
            case 0x0A: true
            case 0x0D: index + 1 == bytes.count || bytes[index + 1] != 0x0A
            case 0x85: index >= 1 && bytes[index - 1] == 0xC2
            case 0xA8, 0xA9: index >= 2 && bytes[index - 1] == 0x80 && bytes[index - 2] == 0xE2
            default: false
            }
        if endsLine { starts.append(UInt32(index + 1)) }
    }
    return starts
}
