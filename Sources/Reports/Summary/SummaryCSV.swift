/// A summary's rows as comma-separated values.
package struct SummaryCSV: Sendable {
    private let report: SummaryReport

    package init(_ report: SummaryReport) {
        self.report = report
    }

    package func render() -> String { CSVTable.text(report.plainTable) }
}
