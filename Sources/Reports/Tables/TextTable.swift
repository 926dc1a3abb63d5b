import Diagnostics

/// Writes tables for people: aligned columns under a rule, no wider than the terminal.
package struct TextTable: Sendable {
    /// The columns of the terminal; nil where lines may be as long as they like.
    private let width: Int?

    package init(width: Int?) {
        self.width = width
    }

    private static let gap = 2
    private static let leastFirstColumn = 8

    package func lines(_ table: Table) -> [String] {
        var table = table
        while let width, total(of: shortest(lengths(of: table), table)) > width, let index = leastImportant(in: table) {
            table = table.removing(column: index)
        }
        let lengths = fitted(lengths(of: table), table)
        let head = line(table.columns.map(\.title), table, lengths)
        let rule = String(repeating: "─", count: total(of: lengths))
        let body = table.rows.map { line($0.map(\.text), table, lengths) }
        let foot = table.total.map { [rule, line($0.map(\.text), table, lengths)] } ?? []
        return [head, rule] + body + foot
    }

    private func leastImportant(in table: Table) -> Int? {
        table.columns.indices.filter { table.columns[$0].rank != nil }
            .min { (table.columns[$0].rank ?? 0) < (table.columns[$1].rank ?? 0) }
    }

    private func lengths(of table: Table) -> [Int] {
        table.columns.indices.map { column in
            (table.rows + (table.total.map { [$0] } ?? [])).reduce(table.columns[column].title.count) {
                max($0, $1[column].text.count)
            }
        }
    }

    private func total(of lengths: [Int]) -> Int {
        lengths.reduce(Self.gap * (lengths.count - 1), +)
    }

    /// The lengths with every column as short as it may be.
    private func shortest(_ lengths: [Int], _ table: Table) -> [Int] {
        zip(lengths, table.columns).map { length, column in min(length, column.leastLength ?? length) }
    }

    /// The lengths with shorter columns where all together are too long: those that may be shortened, the longest of them first,
    /// then the first one.
    private func fitted(_ lengths: [Int], _ table: Table) -> [Int] {
        guard let width else { return lengths }
        var lengths = lengths
        let least = shortest(lengths, table)
        while total(of: lengths) > width,
            let longest = lengths.indices.filter({ lengths[$0] > least[$0] }).max(by: { lengths[$0] < lengths[$1] })
        {
            lengths[longest] -= 1
        }
        guard total(of: lengths) > width else { return lengths }
        let room = lengths[0] - (total(of: lengths) - width)
        return [min(lengths[0], max(room, Self.leastFirstColumn))] + lengths.dropFirst()
    }

    private func line(_ texts: [String], _ table: Table, _ lengths: [Int]) -> String {
        let cells = texts.indices.map { column in
            padded(
                shortened(texts[column], to: lengths[column]), to: lengths[column],
                onLeft: table.columns[column].isNumeric)
        }
        return cells.joined(separator: String(repeating: " ", count: Self.gap)).trimmingEnd()
    }
}

func padded(_ text: String, to length: Int, onLeft: Bool = false) -> String {
    let spaces = String(repeating: " ", count: max(0, length - columns(text)))
    return onLeft ? spaces + text : text + spaces
}

/// A text of at most so many columns: where it is longer, its beginning and `…`.
func beginning(of text: String, to most: Int) -> String {
    guard columns(text) > most else { return text }
    var result = ""
    for letter in text {
        guard columns(result) + columns(String(letter)) < most else { break }
        result.append(letter)
    }
    return result + "…"
}

/// The end of a path says more than its beginning: `…_reduce/conv`. Indentation stays.
private func shortened(_ text: String, to length: Int) -> String {
    guard text.count > length else { return text }
    let indent = text.prefix { $0 == " " }
    guard indent.count + 2 < length else { return "…" + text.suffix(length - 1) }
    return indent + "…" + text.suffix(length - 1 - indent.count)
}

extension String {
    func trimmingEnd() -> String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
