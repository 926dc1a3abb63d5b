import Diagnostics
import Networks

/// A summary for people, as wide as the terminal allows.
package struct SummaryText: Sendable {
    private let report: SummaryReport
    private let width: Int?

    /// - Parameter width: the columns of the terminal; nil where lines may be as long as they like.
    package init(_ report: SummaryReport, width: Int?) {
        self.report = report
        self.width = width
    }

    package func render() -> String {
        let heading = wrapped("\(printable(report.summary.name)): \(report.convention)", width: width)
        let table = report.detail == .depth(0) ? [] : TextTable(width: width).lines(report.table(indents: true)) + [""]
        let totals = list(report.totals.map { ($0.name, grouped($0.value)) })
        let memory =
            wrapped(report.memoryTitle, width: width) + list(report.memoryParts.map { ($0.name, byteText($0.value)) })
        return (heading + [""] + table + totals + [""] + memory).map { $0 + "\n" }.joined()
    }

    private func list(_ items: [(name: String, value: String)]) -> [String] {
        let names = items.reduce(13) { max($0, $1.name.count) }
        let values = items.reduce(0) { max($0, $1.value.count) }
        return items.map { "\(padded($0.name, to: names))  \(padded($0.value, to: values, onLeft: true))" }
    }
}
