import Diagnostics
import Recipes
import Training

/// A curve of learning rates for people: a chart of columns, and its corners in words.
package struct RateText {
    private let report: RateReport
    private let width: Int

    private static let rows = 10
    /// Between the labels and the columns.
    private static let axis = " ┤"
    private static let blocks = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

    /// - Parameter width: the columns of the terminal; nil where lines may be as long as they like.
    package init(_ report: RateReport, width: Int?) {
        self.report = report
        self.width = max(20, min(width ?? 80, 100))
    }

    package func render() -> String {
        let points = report.points
        let lines = wrapped(heading, width: width) + [""] + chart + [""] + wrapped(corners(points), width: width)
        return lines.map { $0 + "\n" }.joined()
    }

    private var heading: String {
        let (settings, curve) = (report.curve.settings, report.curve)
        let warmup = settings.warmup.map { ", warm-up over \($0.over.words)" } ?? ""
        return "\(printable(report.name)): \(settings.schedule)\(warmup), "
            + "\(counted(settings.epochs, "epoch")) of \(counted(curve.stepsPerEpoch, "step"))"
            + (curve.goesByEvaluations ? "; before evaluations change it" : "")
    }

    private func corners(_ points: [RateReport.Point]) -> String {
        guard let first = points.first, let last = points.last, let highest = RateReport.highest(points) else {
            return ""
        }
        let top = highest.step == 1 ? "" : "highest \(words(highest)), "
        return "first \(rateText(first.rate)), \(top)last \(rateText(last.rate))"
    }

    private func words(_ point: RateReport.Point) -> String {
        "\(rateText(point.rate)) at step \(grouped(point.step)) in epoch \(grouped(point.epoch))"
    }

    /// Rows from the highest rate down to 0, and the epochs below.
    private var chart: [String] {
        let count = report.curve.stepCount
        let top = (1...Self.samples).reduce(0) { max($0, report.curve.rate(ofStep: step($1, of: Self.samples, count))) }
        guard top > 0, top.isFinite else { return [] }
        let labels = [top, top / 2, 0].map(rateText)
        let margin = labels.reduce(0) { max($0, $1.count) }
        let columns = max(4, width - margin - Self.axis.count)
        let heights = (1...columns).map { column in
            level(report.curve.rate(ofStep: step(column, of: columns, count)) / top)
        }
        let rows = (0..<Self.rows).map { row in
            let label = row == 0 ? labels[0] : row == Self.rows / 2 ? labels[1] : ""
            return line(label, margin, heights.map { block($0, row: Self.rows - 1 - row) }.joined())
        }
        return rows + [padded(labels[2], to: margin, onLeft: true) + " └" + String(repeating: "─", count: columns)]
            + [String(repeating: " ", count: margin + Self.axis.count) + scale(columns)]
    }

    /// Places at which the highest rate is looked for.
    private static let samples = 4096

    /// The step in the middle of a column, all counted from 1.
    private func step(_ column: Int, of columns: Int, _ count: Int) -> Int {
        min(count, Int((Double(column) - 0.5) * Double(count) / Double(columns)) + 1)
    }

    /// Eighths of a row; one at least for a rate above 0.
    private func level(_ part: Double) -> Int {
        part > 0 ? max(1, Int((min(1, part) * Double(Self.rows * 8)).rounded())) : 0
    }

    private func block(_ level: Int, row: Int) -> String {
        Self.blocks[max(0, min(8, level - 8 * row))]
    }

    private func line(_ label: String, _ margin: Int, _ columns: String) -> String {
        (padded(label, to: margin, onLeft: true) + (label.isEmpty ? " │" : Self.axis) + columns).trimmingEnd()
    }

    /// `epoch 1 … 15`, at the two ends.
    private func scale(_ columns: Int) -> String {
        let (left, right) = ("epoch 1", "\(report.curve.settings.epochs)")
        guard report.curve.settings.epochs > 1, left.count + right.count < columns else { return left }
        return left + String(repeating: " ", count: columns - left.count - right.count) + right
    }
}

/// `1 epoch`, `15 epochs`
private func counted(_ count: Int, _ noun: String) -> String { "\(grouped(count)) \(noun)\(count == 1 ? "" : "s")" }

private func rateText(_ rate: Double) -> String { ProgressText.significant(rate) }
