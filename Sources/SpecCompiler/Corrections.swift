package import Diagnostics
package import SpecSyntax

/// The changes that diagnostics ask for, file by file.
package struct Corrections: Sendable {
    /// A file with changes to be made in it.
    package struct File: Sendable {
        package let path: String
        /// In their order, each once.
        package let edits: [TextEdit]
        /// The text after them; nil where two overlap, so that it cannot be told which is meant.
        package let text: String?
    }

    /// In the order in which they are first met.
    package let files: [File]

    package init(_ diagnostics: [Diagnostic], from sources: SourceProvider = .disk) {
        var edits: [String: [TextEdit]] = [:]
        var order: [String] = []
        for edit in diagnostics.flatMap(\.edits) {
            let identity = sources.identity(of: edit.span.file.path)
            if edits[identity] == nil { order.append(identity) }
            edits[identity, default: []].append(edit)
        }
        files = order.compactMap { identity in
            guard let all = edits[identity], let first = all.first?.span.file else { return nil }
            // A library of two specs is read for each.
            let own = all.map { TextEdit(SourceSpan(file: first, start: $0.span.start, end: $0.span.end), $0.text) }
            let once = Set(own).sorted { ($0.span.start, $0.span.end, $0.text) < ($1.span.start, $1.span.end, $1.text) }
            let isOneText = all.allSatisfy { $0.span.file.text == first.text }
            return File(path: first.path, edits: once, text: isOneText ? first.text(with: once) : nil)
        }
    }
}
