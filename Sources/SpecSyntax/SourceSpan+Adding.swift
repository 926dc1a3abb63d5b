import Diagnostics

extension SourceSpan {
    /// The change that puts a field before the one whose key stands here: a line of its own, or in braces beside it. None where it
    /// is neither, or in no file.
    func edits(adding name: String, _ value: String) -> [TextEdit] {
        guard let line = file.line(start.line) else { return [] }
        let before = line.unicodeScalars.prefix(start.column - 1)
        let nothing = SourceSpan(file: file, start: start, end: start)
        if before.allSatisfy({ $0 == " " || $0 == "-" }) {
            let indentation = String(repeating: " ", count: before.count)
            return nothing.edits(writing: "\(name): \(value)\n\(indentation)")
        }
        let last = before.last { $0 != " " }
        return last == "{" || last == "," ? nothing.edits(writing: "\(name): \(value), ") : []
    }
}
