/// Learning rates as comma-separated values: a line for each step.
package struct RateCSV {
    private let report: RateReport

    package init(_ report: RateReport) {
        self.report = report
    }

    package func render() -> String {
        "step,epoch,rate\n" + report.points.map { "\($0.step),\($0.epoch),\($0.rate)\n" }.joined()
    }
}
