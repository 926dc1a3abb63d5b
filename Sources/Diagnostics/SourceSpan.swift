/// A place in a text. Lines and columns count from 1; columns count Unicode scalars.
package struct SourcePosition: Hashable, Comparable, Sendable {
    package let line: Int
    package let column: Int

    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    package static func < (left: SourcePosition, right: SourcePosition) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}

/// A stretch of a text, from `start` up to but not including `end`.
package struct SourceSpan: Hashable, Sendable {
    package let file: SourceFile
    package let start: SourcePosition
    package let end: SourcePosition

    package init(file: SourceFile, start: SourcePosition, end: SourcePosition) {
        self.file = file
        self.start = start
        self.end = end
    }

    /// The very beginning of a file, for what is wrong with the file as a whole.
    package static func beginning(of file: SourceFile) -> SourceSpan {
        let position = SourcePosition(line: 1, column: 1)
        return SourceSpan(file: file, start: position, end: position)
    }
}

extension SourceSpan {
    /// What is written there; nil where it goes over a line's end.
    package var text: String? {
        guard start.line == end.line, let line = file.line(start.line) else { return nil }
        let scalars = Array(line.unicodeScalars)
        guard start.column <= end.column, end.column - 1 <= scalars.count else { return nil }
        return String(String.UnicodeScalarView(scalars[start.column - 1..<end.column - 1]))
    }
}
