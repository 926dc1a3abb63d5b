package import Reports
import Training

/// Runs side by side as a page.
package struct ComparisonPage {
    private let comparison: RunComparison

    package init(_ comparison: RunComparison) {
        self.comparison = comparison
    }

    package func render() -> String {
        Page(
            title: "\(comparison.runs.count) runs compared – netspec",
            sections: [
                .init(id: "curves", title: "Curves", content: [.tag("div", ["class": "charts"], charts.map(\.markup))]),
                .init(
                    id: "results", title: "Results",
                    content: [table("Results of each run", "result", comparison.results)]),
                .init(id: "specs", title: "Specs", content: [specs]),
            ],
            head: [
                .tag("p", ["class": "soft"], ["netspec compare"]), .tag("h1", ["Runs compared"]),
                .pairs("pairs", Array(zip(comparison.labels, comparison.runs.map(\.path))).map { ($0, $1) }),
            ], foot: [.tag("p", ["Written by netspec; nothing in it comes from elsewhere."])]
        ).render()
    }

    private var names: [String] { zip(comparison.labels, comparison.runs).map { "\($0): \($1.path)" } }

    private var charts: [LineChart] {
        let accuracies = comparison.accuracies.map { split, curves in
            LineChart(
                id: "\(split.rawValue)-top1", title: "Top-1 accuracy, \(RunWords.of(split))", xName: "epochs",
                series: zip(names, curves).map { name, curve in
                    LineChart.Series(
                        name: name, points: curve.map { (x: $0.epoch, y: $0.top1) }, hasMarks: split != .train)
                },
                beginsAtZero: false, text: { "\(ProgressText.significant($0 * 100)) %" })
        }
        let losses = zip(names, comparison.runs).map { name, run in
            LineChart.Series(name: name, points: comparison.losses(run).map { (x: $0.epoch, y: $0.loss) })
        }
        let loss = LineChart(
            id: "loss", title: "Training loss", xName: "epochs", series: losses, text: ProgressText.significant)
        return accuracies + [loss]
    }

    private var specs: Markup {
        comparison.differences.isEmpty
            ? .tag("p", ["The specs say the same."])
            : table(
                "Where the specs differ", "place",
                comparison.differences.map { ($0.path, $0.values.map { $0 ?? "–" }) })
    }

    private func table(_ caption: String, _ title: String, _ rows: [(name: String, values: [String])]) -> Markup {
        .table(
            caption: caption, columns: [title] + comparison.labels,
            rows: rows.map { row in [.text(row.name)] + row.values.map { .text($0) } })
    }
}
