import Diagnostics
import Execution
import Layers
import Networks

/// Trials for people: a table for each step, and what is in doubt.
package struct TuningText: Sendable {
    private let report: TuningReport
    private let width: Int?

    /// - Parameter width: the columns of the terminal; nil where lines may be as long as they like.
    package init(_ report: TuningReport, width: Int?) {
        self.report = report
        self.width = width
    }

    package func render() -> String {
        let sections = report.steps.map(section) + [doubt].filter { !$0.isEmpty }
        return sections.map { $0.map { $0 + "\n" }.joined() }.joined(separator: "\n")
    }

    private func section(_ step: TuningReport.Step) -> [String] {
        let title = "\(printable(step.network.name)): \(step.phase.rawValue), batch \(step.batch)"
        guard !step.products.isEmpty else { return [title, "no convolution to try"] }
        return [title] + TextTable(width: width).lines(table(step))
    }

    private func table(_ step: TuningReport.Step) -> Table {
        let columns = [
            Table.Column("of", leastLength: 16), Table.Column("product"), Table.Column("chosen"),
            Table.Column("ms", isNumeric: true), Table.Column("others", rank: 0),
        ]
        let rows = step.products.map { product in
            let others = product.trials.dropFirst().map { "\($0.algorithm) \(milliseconds($0.seconds))" }
            return [
                step.paths(product).joined(separator: " + "), product.product,
                (product.trials.first?.algorithm ?? "") + (product.isClear ? "" : " ?"),
                product.trials.first.map { milliseconds($0.seconds) } ?? "", others.joined(separator: ", "),
            ]
        }
        return Table(columns: columns, rows: rows.map { $0.map { Table.Cell($0) } })
    }

    private var doubt: [String] {
        let count = report.doubtfulCount
        guard count > 0 else { return [] }
        return wrapped(
            "? \(count == 1 ? "one product's" : "\(count) products'") times did not agree among themselves, as on a busy "
                + "machine; the next run tries \(count == 1 ? "it" : "them") again", width: width)
    }
}

private func milliseconds(_ seconds: Double) -> String { decimal(seconds * 1e3, places: 3) }
