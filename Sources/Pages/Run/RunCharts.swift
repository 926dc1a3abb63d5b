import Reports
import Training

/// How loss, accuracy, rate and speed went.
struct RunCharts {
    private let report: RunReport
    private let history: RunHistory
    /// Nil where it is not known; x counts steps then.
    private let stepsPerEpoch: Double?

    /// More epochs are thinned out in the table.
    private static let mostRows = 200

    init(_ report: RunReport) {
        self.report = report
        history = report.history
        stepsPerEpoch = (report.journal?.stepsPerEpoch).flatMap { $0 > 0 ? Double($0) : nil }
    }

    var content: [Markup] { [.tag("div", ["class": "charts"], charts.map(\.markup)), numbers] }

    private var charts: [LineChart] {
        let name = stepsPerEpoch == nil ? "steps" : "epochs"
        func chart(_ id: String, _ title: String, _ series: [LineChart.Series], _ text: @escaping (Double) -> String)
            -> LineChart
        {
            LineChart(id: id, title: title, xName: name, series: series, text: text)
        }
        let percent: (Double) -> String = { "\(ProgressText.significant($0 * 100)) %" }
        return [
            chart(
                "loss", "Loss", [steps("training", \.loss)] + evaluations { $0.loss }, ProgressText.significant),
            chart("top1", "Top-1 accuracy", [steps("training", { $0.top1 })] + evaluations { $0.top1 }, percent),
            chart("rate", "Learning rate", [steps("rate", { $0.rate })], ProgressText.significant),
            chart(
                "speed", "Pictures a second", [steps("training", \.imagesPerSecond)], ProgressText.significant),
        ]
    }

    private func x(_ step: Double) -> Double { stepsPerEpoch.map { step / $0 } ?? step }

    private func steps(_ name: String, _ value: (StepMeans) -> Double?) -> LineChart.Series {
        LineChart.Series(
            name: name,
            points: history.spans.compactMap { span in
                value(span.means).map { (x: x(Double(span.firstStep + span.lastStep) / 2), y: $0) }
            })
    }

    private func evaluations(_ value: (MetricsLine) -> Double?) -> [LineChart.Series] {
        [MetricsLine.Split.validation, .test].compactMap { split in
            let lines = history.evaluations.filter { $0.split == split }
            // More than these are a curve.
            let every = (lines.count + RunHistory.mostSpans - 1) / RunHistory.mostSpans
            let points = lines.enumerated().filter { $0.offset % max(1, every) == 0 || $0.offset == lines.count - 1 }
                .compactMap { line in value(line.element).map { (x: x(Double(line.element.step)), y: $0) } }
            return points.isEmpty ? nil : LineChart.Series(name: split.rawValue, points: points, hasMarks: true)
        }
    }

    /// The same as a table.
    private var numbers: Markup {
        let epochs = history.epochs
        let every = max(1, (epochs.count + Self.mostRows - 1) / Self.mostRows)
        let shown = epochs.enumerated().filter { $0.offset % every == 0 || $0.offset == epochs.count - 1 }.map(
            \.element)
        let splits = [MetricsLine.Split.validation, .test].filter { history.last($0) != nil }
        let columns =
            ["epoch", "step", "loss", "top-1"] + splits.flatMap { ["\($0.rawValue) loss", "\($0.rawValue) top-1"] }
            + ["rate", "pictures/s"]
        let rows = shown.map { epoch -> [Markup] in
            let own = [
                "\(epoch.number)", "\(epoch.lastStep)", RunWords.loss(epoch.means?.loss),
                RunWords.share(epoch.means?.top1),
            ]
            let evaluated = splits.flatMap { split in
                [RunWords.loss(epoch.evaluations[split]?.loss), RunWords.share(epoch.evaluations[split]?.top1)]
            }
            return (own + evaluated + [RunWords.rate(epoch.means?.rate), RunWords.speed(epoch.means?.imagesPerSecond)])
                .map { .text($0) }
        }
        let caption = "Means of each epoch" + (every > 1 ? ", one of \(every) shown" : "")
        return .details("The numbers", [.table(caption: caption, columns: columns, leftColumns: [], rows: rows)])
    }
}
