/// A text that diagnostics can point into: a spec, an included library, or words from the command line.
///
/// Compared by identity: two reads of one path are two files.
package final class SourceFile: Sendable {
    /// The path as the user wrote it, or a name such as `--set` for text that is in no file.
    package let path: String
    package let text: String

    package init(path: String, text: String) {
        self.path = path
        self.text = text
    }

    /// The text of a line, counted from 1, without its line end.
    package func line(_ number: Int) -> String? {
        var current = 1
        var start = text.unicodeScalars.startIndex
        let scalars = text.unicodeScalars
        while current < number {
            guard let end = scalars[start...].firstIndex(of: "\n") else { return nil }
            start = scalars.index(after: end)
            current += 1
        }
        let end = scalars[start...].firstIndex(of: "\n") ?? scalars.endIndex
        var line = String(scalars[start..<end])
        if line.unicodeScalars.last == "\r" { line.unicodeScalars.removeLast() }
        return line
    }
}

extension SourceFile: Hashable {
    package static func == (left: SourceFile, right: SourceFile) -> Bool { left === right }
    package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
