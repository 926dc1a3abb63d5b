import Diagnostics
import Tensors

/// A summary as a table for people.
package struct SummaryText: Sendable {
    private let summary: Summary
    private let width: Int?

    /// - Parameter width: the columns of the terminal; nil where lines may be as long as they like.
    package init(_ summary: Summary, width: Int?) {
        self.summary = summary
        self.width = width
    }

    package func render() -> String {
        (heading + [""] + table + [""] + totals).map { $0 + "\n" }.joined()
    }

    private var heading: [String] {
        wrapped(
            "\(printable(summary.name)): input \(summary.inputShape), one picture. Parameters are learned numbers; buffers are running "
                + "statistics. Multiply-adds are those of convolutions and linear layers, without biases; FLOPs are "
                + "twice that.")
    }

    private var table: [String] {
        let titles = ["layer", "type", "output", "parameters", "multiply-adds"]
        let rows = summary.rows.map { row in
            [row.path, row.type, row.outputShape.description, grouped(row.parameters), grouped(row.multiplyAdds)]
        }
        var columns = titles.indices.map { column in ([titles] + rows).map { $0[column] } }
        if let width, total(columns) > width { columns.remove(at: 1) }
        if let width, total(columns) > width {
            let room = max(8, columns[0].reduce(0) { max($0, $1.count) } - (total(columns) - width))
            columns[0] = columns[0].map { shortened($0, to: room) }
        }
        let numeric = columns.count - 2
        let lengths = columns.map { $0.reduce(0) { max($0, $1.count) } }
        let lines = columns[0].indices.map { row in
            columns.indices.map { padded(columns[$0][row], to: lengths[$0], onLeft: $0 >= numeric) }
                .joined(separator: "  ").trimmedEnd
        }
        let rule = String(repeating: "─", count: lengths.reduce(2 * (lengths.count - 1), +))
        return [lines[0], rule] + lines.dropFirst() + [rule]
    }

    private var totals: [String] {
        let parts = [
            ("parameters", summary.parameters), ("buffers", summary.buffers), ("multiply-adds", summary.multiplyAdds),
            ("FLOPs", summary.flops), ("activations", summary.activationElements),
        ]
        let numbers = parts.map { grouped($0.1) }
        let length = numbers.reduce(0) { max($0, $1.count) }
        return zip(parts, numbers).map {
            padded($0.0, to: 13, onLeft: false) + "  " + padded($1, to: length, onLeft: true)
        }
    }

    private func total(_ columns: [[String]]) -> Int {
        columns.reduce(2 * (columns.count - 1)) { $0 + $1.reduce(0) { max($0, $1.count) } }
    }

    /// Words on lines of the terminal's width, or of 100 columns.
    private func wrapped(_ text: String) -> [String] {
        let limit = max(20, min(width ?? 100, 100))
        return text.split(separator: " ").reduce(into: [String]()) { lines, word in
            if let last = lines.last, last.count + 1 + word.count <= limit {
                lines[lines.count - 1] = last + " " + word
            } else {
                lines.append(String(word))
            }
        }
    }
}

/// `6,166,250`
private func grouped(_ number: Int) -> String {
    let digits = Array(String(number))
    return digits.indices.reduce(into: "") { text, index in
        if index > 0, (digits.count - index) % 3 == 0 { text += "," }
        text.append(digits[index])
    }
}

private func padded(_ text: String, to length: Int, onLeft: Bool) -> String {
    let spaces = String(repeating: " ", count: max(0, length - text.count))
    return onLeft ? spaces + text : text + spaces
}

/// The end of a path says more than its beginning: `…_reduce/conv`.
private func shortened(_ text: String, to length: Int) -> String {
    text.count > length ? "…" + text.suffix(length - 1) : text
}

extension String {
    fileprivate var trimmedEnd: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
