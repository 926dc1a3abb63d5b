package import Training

/// A run's metrics as comma-separated values: a line for each step and each evaluation, the columns named as the members of
/// `metrics.jsonl`; `losses` has a column for each, `losses.classifier`.
package struct MetricsCSV {
    private let lines: [MetricsLine]
    private let lossNames: [String]

    private static let columns = [
        "schema", "step", "epoch", "split", "loss", "top1", "top5", "learningRate", "imagesPerSecond", "waited",
    ]

    package init(_ lines: [MetricsLine]) {
        self.lines = lines
        lossNames = Set(lines.flatMap { $0.losses.map { Array($0.keys) } ?? [] }).sorted()
    }

    package func render() -> String {
        CSVTable.line(Self.columns + lossNames.map { "losses.\($0)" })
            + lines.map { CSVTable.line(fields($0)) }.joined()
    }

    /// A number that is none, or not finite, is an empty field.
    private func fields(_ line: MetricsLine) -> [String] {
        func text(_ value: Double?) -> String { value.flatMap { $0.isFinite ? "\($0)" : nil } ?? "" }
        return ["\(MetricsLine.schema)", "\(line.step)", "\(line.epoch)", line.split.rawValue]
            + [line.loss, line.top1, line.top5, line.learningRate, line.imagesPerSecond, line.waited].map(text)
            + lossNames.map { text(line.losses?[$0]) }
    }
}
