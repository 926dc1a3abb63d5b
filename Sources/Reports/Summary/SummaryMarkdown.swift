import Diagnostics
import Networks

/// A summary as a section of a Markdown document.
package struct SummaryMarkdown: Sendable {
    private let report: SummaryReport

    package init(_ report: SummaryReport) {
        self.report = report
    }

    package func render() -> String {
        let heading = "### \(MarkdownTable.escaped(printable(report.summary.name)))\n"
        let table = report.detail == .depth(0) ? [] : [MarkdownTable.text(report.table(indents: false))]
        let totals = list("total", report.totals.map { ($0.name, grouped($0.value)) })
        let memory =
            report.memoryTitle + "\n\n" + list("memory", report.memoryParts.map { ($0.name, byteText($0.value)) })
        let convention = report.convention.prefix(1).uppercased() + report.convention.dropFirst() + "\n"
        return ([heading, convention] + table + [totals, memory]).joined(separator: "\n")
    }

    private func list(_ title: String, _ items: [(name: String, value: String)]) -> String {
        MarkdownTable.text(
            Table(
                columns: [.init(title), .init("", isNumeric: true)],
                rows: items.map { [.init($0.name), .init($0.value)] }))
    }
}
