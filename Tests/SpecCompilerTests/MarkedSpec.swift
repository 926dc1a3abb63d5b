import Diagnostics
import Foundation
import Testing

/// A wrong spec that says itself what is wrong with it, in comments below the lines concerned:
///
///     - relu: {nam: act}
///     #        ^^^ unknown-key: a part of the message | a part of the help
///
/// The carets stand below the mistake; a `#` right before them counts as one. `# 1:1 missing-field: …` gives the place
/// where a mistake begins instead, `# parts/unit.yaml:1:1 …` the place in another file.
struct MarkedSpec: CustomTestStringConvertible, Sendable {
    struct Mark: Hashable, Sendable {
        /// Nil for the spec itself.
        let file: String?
        let line: Int
        let column: Int
        /// Nil where only the beginning is given.
        let endColumn: Int?
        let code: String
        let message: String
        let help: String?
    }

    let name: String
    let path: String
    let marks: [Mark]

    var testDescription: String { name }

    init(path: String) throws {
        self.path = path
        name = URL(fileURLWithPath: path).lastPathComponent
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(
            separator: "\n", omittingEmptySubsequences: false)
        var marked = 0
        marks = lines.enumerated().compactMap { number, line in
            let mark = Mark(String(line), below: marked)
            if mark == nil { marked = number + 1 }
            return mark
        }
    }

    /// The specs of a folder, by name.
    static func all(in folder: String) throws -> [MarkedSpec] {
        try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".yaml") }.sorted()
            .map { try MarkedSpec(path: "\(folder)/\($0)") }
    }
}

extension MarkedSpec.Mark {
    /// Nil for a line of the spec itself.
    fileprivate init?(_ text: String, below line: Int) {
        if let match = text.firstMatch(of: /^(#? *)(\^+) (.*)$/), text.hasPrefix("#") {
            let carets = match.1 == "#" ? match.2.count + 1 : match.2.count
            let column = match.1 == "#" ? 1 : match.1.count + 1
            self.init(line: line, column: column, endColumn: column + carets, text: String(match.3))
        } else if let match = text.firstMatch(of: /^# (?:(\S+\.yaml):)?(\d+):(\d+) (.*)$/), let line = Int(match.2),
            let column = Int(match.3)
        {
            self.init(
                file: match.1.map(String.init), line: line, column: column, endColumn: nil, text: String(match.4))
        } else {
            return nil
        }
    }

    private init?(file: String? = nil, line: Int, column: Int, endColumn: Int?, text: String) {
        guard let colon = text.range(of: ": ") else { return nil }
        let parts = text[colon.upperBound...].components(separatedBy: " | ")
        self.init(
            file: file, line: line, column: column, endColumn: endColumn, code: String(text[..<colon.lowerBound]),
            message: parts[0], help: parts.count > 1 ? parts[1] : nil)
    }

    /// Whether this is what was marked.
    func matches(_ diagnostic: Diagnostic, in path: String) -> Bool {
        let place = file.map { "\(URL(fileURLWithPath: path).deletingLastPathComponent().path)/\($0)" } ?? path
        guard let span = diagnostic.span, span.file.path == place,
            span.start == SourcePosition(line: line, column: column)
        else { return false }
        let end = span.end.line == line ? max(span.end.column, column + 1) : (span.file.line(line) ?? "").count + 1
        return (endColumn ?? end) == end && diagnostic.code.rawValue == code && diagnostic.message.contains(message)
            && help.map { diagnostic.help?.contains($0) ?? false } ?? true
    }
}
