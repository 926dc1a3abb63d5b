import Recipes

/// Learning rates for programs.
package struct RateJSON: Encodable {
    private let name: String
    private let schedule: String
    private let epochs: Int
    private let stepsPerEpoch: Int
    private let steps: Int
    /// Whether evaluations may change the rates; these come if none does.
    private let goesByEvaluations: Bool
    private let highest: Point?
    private let rates: [Point]

    private struct Point: Encodable {
        let step: Int
        let epoch: Int
        let rate: Double

        init(_ point: RateReport.Point) {
            (step, epoch, rate) = (point.step, point.epoch, point.rate)
        }
    }

    package init(_ report: RateReport) {
        let points = report.points
        name = report.name
        schedule = report.curve.settings.schedule.description
        epochs = report.curve.settings.epochs
        stepsPerEpoch = report.curve.stepsPerEpoch
        steps = report.curve.stepCount
        goesByEvaluations = report.curve.goesByEvaluations
        highest = RateReport.highest(points).map(Point.init)
        rates = points.map(Point.init)
    }
}
