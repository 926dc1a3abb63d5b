/// Renders diagnostics for people: message, place, the line itself with a caret under the mistake, remedy, notes.
///
///     error[unknown-key]: `convolution` has no field `kernal`
///       --> nets/mine.yaml:7:22
///        |
///      7 |   - convolution: {kernal: 3}
///        |                   ^^^^^^
///       = help: write `kernel`
package struct DiagnosticText: Sendable {
    /// Whether to colour with ANSI escapes.
    package let colour: Bool

    package init(colour: Bool) {
        self.colour = colour
    }

    package func render(_ diagnostic: Diagnostic) -> String {
        let heading = paint("\(diagnostic.severity.rawValue)[\(diagnostic.code)]", accent(diagnostic.severity))
        var lines = ["\(heading): \(paint(printable(diagnostic.message), .bold))"]
        if let span = diagnostic.span { lines += excerpt(span, accent(diagnostic.severity)) }
        for note in diagnostic.notes {
            lines.append("  = \(paint("note", .bold)): \(printable(note.message))")
            if let span = note.span { lines += excerpt(span, .blue) }
        }
        if let help = diagnostic.help { lines.append("  = \(paint("help", .green)): \(printable(help))") }
        return lines.joined(separator: "\n")
    }

    /// Every diagnostic, a blank line between two; then a count, and where to learn more.
    package func render(_ diagnostics: [Diagnostic]) -> String {
        guard !diagnostics.isEmpty else { return "" }
        let errors = diagnostics.count { $0.severity == .error }
        let warnings = diagnostics.count - errors
        var counts: [String] = []
        if errors > 0 { counts.append("\(errors) error\(errors == 1 ? "" : "s")") }
        if warnings > 0 { counts.append("\(warnings) warning\(warnings == 1 ? "" : "s")") }
        let codes = Set(diagnostics.map(\.code))
        let code = codes.count == 1 ? codes.first : nil
        let closing = "\(counts.joined(separator: ", ")); `netspec explain \(code ?? "CODE")` tells more"
        return (diagnostics.map(render) + [closing]).joined(separator: "\n\n")
    }

    private func accent(_ severity: Diagnostic.Severity) -> Style {
        severity == .error ? .red : .yellow
    }

    private func excerpt(_ span: SourceSpan, _ style: Style) -> [String] {
        let place = "\(printable(span.file.path)):\(span.start.line):\(span.start.column)"
        guard let text = span.file.line(span.start.line) else { return ["  --> \(place)"] }
        let window = ExcerptWindow(of: text, around: span)
        let number = String(span.start.line)
        let margin = String(repeating: " ", count: max(3, number.count))
        let gutter = String(repeating: " ", count: margin.count - number.count) + number
        let caret = String(repeating: " ", count: window.indent) + paint(window.caret, style)
        return [
            "  --> \(place)",
            "  \(margin) \(paint("|", .blue))",
            "  \(gutter) \(paint("|", .blue)) \(window.text)",
            "  \(margin) \(paint("|", .blue)) \(caret)",
        ]
    }

    private enum Style: String {
        case bold = "1"
        case red = "1;31"
        case green = "1;32"
        case yellow = "1;33"
        case blue = "1;34"
    }

    private func paint(_ text: String, _ style: Style) -> String {
        colour ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }
}

/// The part of a line that is shown, and where the caret stands below it, in terminal cells.
private struct ExcerptWindow {
    let text: String
    let indent: Int
    let caret: String

    private static let width = 110

    init(of line: String, around span: SourceSpan) {
        let scalars = Array(line.unicodeScalars)
        let start = min(span.start.column - 1, scalars.count)
        let isOneLine = span.end.line == span.start.line
        let end = isOneLine ? max(start, min(span.end.column - 1, scalars.count)) : scalars.count
        let first = start > Self.width - 20 ? start - 20 : 0
        let last = min(scalars.count, first + Self.width)
        let lead = first > 0 ? "…" : ""
        let before = printable(scalars[first..<start])
        let shownEnd = min(end, last)
        let marked = printable(scalars[start..<shownEnd])
        let after = printable(scalars[shownEnd..<last])
        text = lead + before + marked + after + (last < scalars.count ? "…" : "")
        indent = columns(lead) + columns(before)
        caret = String(repeating: "^", count: max(1, columns(marked)))
    }
}
