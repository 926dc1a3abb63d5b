import Diagnostics

/// A place in a text that moves on byte by byte and knows its line and column, as `SourceFile` counts them.
struct TextCursor {
    struct Mark {
        let offset: Int
        let position: SourcePosition
    }

    private let file: SourceFile
    private let bytes: [UInt8]
    private var offset = 0
    private var line = 1
    private var column = 1

    init(_ file: SourceFile) {
        self.file = file
        bytes = Array(file.text.utf8)
    }

    /// The byte here; nil at the end.
    var byte: UInt8? { byte(0) }

    /// The byte so many further on.
    func byte(_ distance: Int) -> UInt8? { offset + distance < bytes.count ? bytes[offset + distance] : nil }

    var mark: Mark { Mark(offset: offset, position: SourcePosition(line: line, column: column)) }

    mutating func advance(_ count: Int = 1) {
        for _ in 0..<count where offset < bytes.count {
            let byte = bytes[offset]
            offset += 1
            if endsLine(byte) {
                (line, column) = (line + 1, 1)
            } else if self.byte.map({ $0 & 0xC0 != 0x80 }) ?? true {
                // A character counts once, when its last byte is passed.
                column += 1
            }
        }
    }

    /// Whether a line ends with the byte that was just passed: at all breaks that `SourceFile` knows.
    private func endsLine(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x0A: true
        case 0x0D: self.byte != 0x0A
        case 0x85: offset >= 2 && bytes[offset - 2] == 0xC2
        case 0xA8, 0xA9: offset >= 3 && bytes[offset - 2] == 0x80 && bytes[offset - 3] == 0xE2
        default: false
        }
    }

    func span(from start: Mark) -> SourceSpan {
        SourceSpan(file: file, start: start.position, end: SourcePosition(line: line, column: column))
    }

    func text(from start: Mark) -> String { String(decoding: bytes[start.offset..<offset], as: UTF8.self) }

    func token(_ kind: TextToken.Kind, from start: Mark) -> TextToken {
        TextToken(kind: kind, text: text(from: start), span: span(from: start))
    }
}
