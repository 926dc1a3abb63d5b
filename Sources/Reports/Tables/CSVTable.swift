/// Writes tables as comma-separated values: a line of keys, then a line for each row (RFC 4180, with line feeds).
package enum CSVTable {
    package static func text(_ table: Table) -> String {
        let lines = [table.columns.map(\.key)] + table.rows.map { $0.map(\.plain) }
        return lines.map(line).joined()
    }

    static func line(_ fields: [String]) -> String { fields.map(field).joined(separator: ",") + "\n" }

    private static func field(_ text: String) -> String {
        guard text.contains(where: { ",\"\n\r".contains($0) }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
