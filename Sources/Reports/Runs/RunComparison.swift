import Diagnostics
package import Training

/// Runs side by side: what their specs and their results differ in.
package struct RunComparison: Sendable {
    package let runs: [RunOverview]
    /// A letter for each run.
    package let labels: [String]
    package let differences: [SpecDifference]

    /// As many as there are letters.
    package static let most = 26

    /// - Precondition: at most `most` runs.
    package init(_ runs: [RunOverview]) {
        precondition(runs.count <= Self.most)
        self.runs = runs
        labels = runs.indices.map { String(UnicodeScalar(UInt8(ascii: "A") + UInt8($0))) }
        differences = SpecDifference.all(between: runs.map(\.spec))
    }

    /// Names of results, and each run's.
    package var results: [(name: String, values: [String])] {
        func row(_ name: String, _ value: (RunOverview) -> String) -> (name: String, values: [String]) {
            (name, runs.map(value))
        }
        let splits = [MetricsLine.Split.validation, .test].filter { split in
            runs.contains { $0.history.last(split) != nil }
        }
        return [row("name", \.name), row("state", \.state.word), row("epochs", \.epochs)]
            + [row("best top-1") { RunWords.best($0.history.best) }]
            + splits.flatMap { split in
                [
                    row("\(split.rawValue) top-1, last") { RunWords.share($0.history.last(split)?.top1) },
                    row("\(split.rawValue) loss, last") { RunWords.loss($0.history.last(split)?.loss) },
                ]
            }
            + [
                row("training loss, last epoch") { RunWords.loss($0.history.epochs.last?.means?.loss) },
                row("pictures/s") { RunWords.speed($0.history.spans.last?.means.imagesPerSecond) },
                row("time") { RunWords.time($0.journal?.seconds) },
            ]
    }

    /// The accuracies by epochs that some run has, each with a curve for every run, empty where it has none: on the pictures
    /// held out and on those of the test, and on the batches of its steps where a run has no other.
    package var accuracies: [(split: MetricsLine.Split, curves: [[(epoch: Double, top1: Double)]])] {
        let splits: [MetricsLine.Split] = runs.allSatisfy { !$0.history.evaluations.isEmpty } ? [] : [.train]
        return ([.validation, .test] + splits).compactMap { split in
            let curves = runs.map { accuracy($0, split) }
            return curves.allSatisfy(\.isEmpty) ? nil : (split, curves)
        }
    }

    private func accuracy(_ run: RunOverview, _ split: MetricsLine.Split) -> [(epoch: Double, top1: Double)] {
        let perEpoch = stepsPerEpoch(run)
        if split == .train { return run.history.spans.map { (Double($0.lastStep) / perEpoch, $0.means.top1) } }
        return run.history.evaluations.filter { $0.split == split }.map { (Double($0.step) / perEpoch, $0.top1) }
    }

    /// The training loss of a run by epochs.
    package func losses(_ run: RunOverview) -> [(epoch: Double, loss: Double)] {
        let perEpoch = stepsPerEpoch(run)
        return run.history.spans.compactMap { span in
            span.means.loss.map { (Double(span.firstStep + span.lastStep) / 2 / perEpoch, $0) }
        }
    }

    private func stepsPerEpoch(_ run: RunOverview) -> Double {
        Double(max(1, run.journal?.stepsPerEpoch ?? run.history.epochs.first?.lastStep ?? 1))
    }
}

/// A comparison of runs for people.
package struct RunComparisonText {
    private let comparison: RunComparison
    private let width: Int?

    /// - Parameter width: the columns of the terminal; nil where lines may be as long as they like.
    package init(_ comparison: RunComparison, width: Int?) {
        (self.comparison, self.width) = (comparison, width)
    }

    package func render() -> String {
        let runs = zip(comparison.labels, comparison.runs).map { "\($0)  \(printable($1.path))" }
        let loss = comparison.runs.map { comparison.losses($0).map { (x: $0.epoch, y: $0.loss) } }
        func chart(_ curves: [[(x: Double, y: Double)]], _ text: @escaping (Double) -> String) -> [String] {
            LetterChart(labels: comparison.labels, curves: curves, xName: "epochs", text: text).lines(width: width)
        }
        let differences =
            comparison.differences.isEmpty
            ? ["the specs say the same"]
            : TextTable(width: width).lines(
                table("spec", comparison.differences.map { ($0.path, $0.values.map { $0 ?? "–" }) }))
        let accuracies = comparison.accuracies.flatMap { split, curves in
            ["", "\(RunWords.of(split)) top-1"]
                + chart(curves.map { $0.map { (x: $0.epoch, y: $0.top1) } }) { RunWords.share($0) }
        }
        let lines =
            runs + [""] + TextTable(width: width).lines(table("result", comparison.results)) + [""] + differences
            + accuracies + ["", "training loss"] + chart(loss) { RunWords.loss($0) }
        return lines.map { $0 + "\n" }.joined()
    }

    private func table(_ title: String, _ rows: [(name: String, values: [String])]) -> Table {
        Table(
            columns: [.init(title, leastLength: 12)]
                + comparison.labels.map { .init($0, isNumeric: true, leastLength: 8) },
            rows: rows.map { row in [.init(printable(row.name))] + row.values.map { .init(printable($0)) } })
    }
}
