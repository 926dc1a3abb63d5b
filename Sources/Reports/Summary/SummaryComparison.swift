/// What several specs cost, side by side.
package struct SummaryComparison: Sendable {
    /// How long a step of the memory's batch takes, foretold.
    package struct Forecast: Sendable {
        package let seconds: Double
        package let machine: TimingMachine

        package init(seconds: Double, machine: TimingMachine) {
            self.seconds = seconds
            self.machine = machine
        }
    }

    package struct Member: Sendable {
        /// The spec's file, as the user named it.
        package let path: String
        package let report: SummaryReport
        /// Nil where it could not be foretold.
        package let forecast: Forecast?

        package init(path: String, report: SummaryReport, forecast: Forecast?) {
            self.path = path
            self.report = report
            self.forecast = forecast
        }
    }

    /// In the order of the user's specs.
    package let members: [Member]

    /// - Parameter members: reports with the same options.
    package init(_ members: [Member]) {
        self.members = members
    }
}
