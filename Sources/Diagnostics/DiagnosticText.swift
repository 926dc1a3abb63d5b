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
    /// The columns that an excerpt may take.
    private let width: Int

    /// - Parameter width: the columns of the terminal; nil where there is none.
    package init(colour: Bool, width: Int? = nil) {
        self.colour = colour
        self.width = max(20, min(width ?? 120, 120))
    }

    package func render(_ diagnostic: Diagnostic) -> String {
        let heading = paint("\(diagnostic.severity.rawValue)[\(diagnostic.code.rawValue)]", accent(diagnostic.severity))
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
        let closing = "\(counts.joined(separator: ", ")); `netspec explain \(code?.rawValue ?? "CODE")` tells more"
        return (diagnostics.map(render) + [closing]).joined(separator: "\n\n")
    }

    private func accent(_ severity: Diagnostic.Severity) -> Style {
        severity == .error ? .red : .yellow
    }

    private func excerpt(_ span: SourceSpan, _ style: Style) -> [String] {
        let place = "\(printable(span.file.path)):\(span.start.line):\(span.start.column)"
        let number = String(span.start.line)
        let margin = String(repeating: " ", count: max(3, number.count))
        // Nothing of a file that could not be read can be shown.
        guard !span.file.text.isEmpty,
            let window = ExcerptWindow(around: span, width: width - margin.count - "   | ".count)
        else {
            return ["  --> \(place)"]
        }
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
