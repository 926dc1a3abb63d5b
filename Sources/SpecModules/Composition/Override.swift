package import Diagnostics
import SpecSyntax

/// A change to a spec from the command line: `train.batch=32`, `network.inception_3a.1x1=48`.
///
/// The path is a `TreePath`; the value is read as YAML.
package struct Override: Sendable {
    package let edit: TreeEdit

    /// Nil, with the reason reported, when the text has not the form `path=value`.
    package init?(_ text: String, into collector: DiagnosticCollector) {
        let file = SourceFile(argument: "--set", text: text)
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let start = SourcePosition(line: 1, column: 1)
        let end = SourcePosition(line: 1, column: 1 + parts[0].unicodeScalars.count)
        let span = SourceSpan(file: file, start: start, end: end)
        guard parts.count == 2, let path = TreePath(String(parts[0]), at: span) else {
            collector.report(
                Diagnostic(
                    .overrideForm, "`--set` must have the form `path=value`, found `\(abbreviated(text))`",
                    at: .beginning(of: file), help: "write, for example, `--set train.batch=32`"))
            return nil
        }
        if let refusal = path.tooLong("`--set`", at: .beginning(of: file)) ?? path.slashed(at: span) {
            collector.report(refusal)
            return nil
        }
        let written = SourceFile(argument: "--set \(parts[0])", text: String(parts[1]))
        if parts[1].isEmpty {
            edit = TreeEdit(path: path, action: .set(SyntaxNode(.scalar(.init("")), at: .beginning(of: written))))
        } else {
            guard let value = YAMLReader.read(written, into: collector) else { return nil }
            edit = TreeEdit(path: path, action: .set(value))
        }
    }
}
