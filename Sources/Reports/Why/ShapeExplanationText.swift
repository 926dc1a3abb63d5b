import Diagnostics
import Layers
import Tensors

/// An explanation of a shape, for people.
package struct ShapeExplanationText: Sendable {
    private let explanation: ShapeExplanation
    private let width: Int?

    /// - Parameter width: the columns of the terminal; nil where lines may be as long as they like.
    package init(_ explanation: ShapeExplanation, width: Int?) {
        self.explanation = explanation
        self.width = width
    }

    package func render() -> String {
        [heading, rules, settings, arrivals, way].filter { !$0.isEmpty }.map { $0.map { $0 + "\n" }.joined() }
            .joined(separator: "\n")
    }

    private var heading: [String] {
        let output = explanation.path == explanation.layer ? "" : ", the output of `\(explanation.layer)`"
        let title = "`\(explanation.path)` (\(explanation.noun)) gives \(explanation.outputShape)\(output)"
        let place = "  written at \(location(explanation.kindSpan))"
        return [title, place]
            + explanation.trace.map { note in
                "  \(printable(note.message))" + (note.span.map { ", at \(location($0))" } ?? "")
            }
    }

    private var rules: [String] {
        aligned(
            explanation.rules.map { rule in
                if rule.passesThrough { return [rule.axis, "\(rule.length)", "as it arrives"] }
                let numbers = rule.formula.numbers
                let isPlain = rule.formula.quantities.isEmpty || numbers == "\(rule.length)"
                let note = rule.note.map { ", with \($0)" } ?? ""
                return [
                    rule.axis, "\(rule.length)", "= \(named(rule.formula))" + (isPlain ? "" : " = \(numbers)") + note,
                ]
            }, numeric: [1])
    }

    /// The formula in names; `input 1` as the layer that gives it.
    private func named(_ formula: Formula) -> String {
        guard explanation.arrivals.count > 1 else { return formula.symbols }
        return formula.symbols(naming: { quantity in
            guard case .input(let index) = quantity.source, explanation.arrivals.indices.contains(index) else {
                return quantity.name
            }
            return quantity.name.hasPrefix("input ") ? explanation.arrivals[index].path : quantity.name
        })
    }

    private var settings: [String] {
        let arguments = lines(explanation.use?.arguments ?? [])
        let fields = lines(explanation.settings)
        guard explanation.use != nil, !fields.isEmpty else { return arguments + fields }
        return arguments + (arguments.isEmpty ? [] : [""]) + ["of `\(explanation.layer)`:"] + fields
    }

    /// A line for each value with its origin; two where the terminal has no room for one.
    private func lines(_ settings: [ShapeExplanation.Setting]) -> [String] {
        let rows = settings.flatMap { self.rows($0, indent: "") }
        let whole = aligned(rows.map { [$0.name, $0.value, $0.words, $0.place] })
        guard let width, whole.contains(where: { $0.count > width }) else { return whole }
        let heads = aligned(rows.map { [$0.name, $0.value, $0.place.isEmpty ? $0.words : $0.place] })
        return zip(heads, rows).flatMap { head, row in row.place.isEmpty ? [head] : [head, "    \(row.words)"] }
    }

    private typealias Row = (name: String, value: String, words: String, place: String)

    /// The value, and below an expression a row for each of its names.
    private func rows(_ setting: ShapeExplanation.Setting, indent: String) -> [Row] {
        let origin = setting.origin
        let value = printable(setting.value) + (origin.expression.map { " = \(printable($0))" } ?? "")
        return [(indent + setting.name, value, printable(origin.words), origin.location ?? "")]
            + origin.parts.flatMap { part in
                rows(.init(name: part.name, value: part.value, origin: part.origin), indent: indent + "  ")
            }
    }

    private var arrivals: [String] {
        ["what arrives:"]
            + aligned(explanation.arrivals.map { ["  \($0.shape)", "`\($0.path)`", $0.span.map(location) ?? ""] })
    }

    private var way: [String] {
        let heads = explanation.way.map { ["  \($0.shape)", "`\($0.path)`", $0.span.map(location) ?? ""] }
        let rules = explanation.way.map { stageRules($0.rules) }
        let whole = aligned(zip(heads, rules).map { $0 + [$1] })
        let title = "the way from the picture:"
        guard let width, whole.contains(where: { $0.count > width }) else { return [title] + whole }
        return [title] + zip(aligned(heads), rules).flatMap { $1.isEmpty ? [$0] : [$0, "      \($1)"] }
    }

    /// `channels 64 + 128; height, width floor((32 + 2·1 − 3) / 2) + 1`
    private func stageRules(_ rules: [LengthRule]) -> String {
        var groups: [(axes: String, numbers: String)] = []
        for rule in rules {
            if let last = groups.last, last.numbers == rule.formula.numbers {
                groups[groups.count - 1].axes += ", \(rule.axis)"
            } else {
                groups.append((rule.axis, rule.formula.numbers))
            }
        }
        return groups.map { "\($0.axes) = \($0.numbers)" }.joined(separator: "; ")
    }

    private func location(_ span: SourceSpan) -> String { Origin.location(span) }
}

/// Cells in columns.
///
/// - Parameter numeric: the columns that stand on the right.
private func aligned(_ rows: [[String]], numeric: Set<Int> = []) -> [String] {
    let count = rows.map(\.count).max() ?? 0
    let lengths = (0..<count).map { column in rows.reduce(0) { max($0, column < $1.count ? $1[column].count : 0) } }
    return rows.map { row in
        row.indices.map { padded(row[$0], to: lengths[$0], onLeft: numeric.contains($0)) }.joined(separator: "  ")
            .trimmingEnd()
    }
}
