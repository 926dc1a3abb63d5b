/// Writes tables in GitHub's Markdown.
package enum MarkdownTable {
    package static func text(_ table: Table) -> String {
        let titles = table.columns.map(\.title)
        let rule = table.columns.map { $0.isNumeric ? "---:" : "---" }
        let rows = (table.rows + (table.total.map { [$0] } ?? [])).map { $0.map(\.text) }
        return ([titles, rule] + rows).map { "| " + $0.map(escaped).joined(separator: " | ") + " |\n" }.joined()
    }

    static func escaped(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            if "\\|`*<>".contains(character) { result.append("\\") }
            result.append(character)
        }
    }
}
