import Diagnostics
import Training

/// Runs one below the other.
package struct RunList {
    package let runs: [RunOverview]
    package let differences: [SpecDifference]

    /// More values of a spec are not told in a row.
    private static let mostValues = 6

    /// Each run is compared with those of its name.
    package init(_ runs: [RunOverview]) {
        self.runs = runs
        differences = SpecDifference.all(between: runs.map(\.spec))
    }

    /// - Parameter width: the columns of the terminal; nil where lines may be as long as they like.
    package func text(width: Int?) -> String {
        TextTable(width: width).lines(table).map { $0 + "\n" }.joined()
    }

    private var table: Table {
        let columns: [Table.Column] = [
            .init("run", leastLength: 12), .init("name", rank: 2, leastLength: 8), .init("state"),
            .init("epochs", isNumeric: true, rank: 5), .init("best top-1"),
            .init("loss", isNumeric: true, rank: 4), .init("time", isNumeric: true, rank: 3),
            .init("differs in", rank: 1, leastLength: 16),
        ]
        return Table(
            columns: columns,
            rows: zip(runs, words).map { run, words in
                let best = run.history.best
                return [
                    .init(printable(run.path)), .init(printable(run.name)), .init(run.state.word), .init(run.epochs),
                    .init(RunWords.best(best)), .init(RunWords.loss(best?.loss)),
                    .init(RunWords.time(run.journal?.seconds)), .init(words),
                ]
            })
    }

    /// Of each run, what its spec says where specs of one name differ: `batch=32 rate=0.1`.
    private var words: [String] {
        let groups = Dictionary(grouping: runs.indices) { runs[$0].name }
        let ofName = groups.mapValues { SpecDifference.all(between: $0.map { runs[$0].spec }) }
        return runs.indices.map { index in
            let place = groups[runs[index].name]?.firstIndex(of: index) ?? 0
            let own = (ofName[runs[index].name] ?? []).compactMap { difference in
                difference.values[place].map { "\(difference.path)=\($0)" }
            }
            let more = own.count > Self.mostValues ? [" …"] : []
            return printable((own.prefix(Self.mostValues) + more).joined(separator: " "))
        }
    }
}

/// Runs for programs.
package struct RunListJSON: Encodable {
    private let runs: [Row]
    private let differences: [Difference]

    private struct Row: Encodable {
        let run: String
        let name: String
        let state: String
        let reason: String?
        let step: Int
        let epoch: Int
        let epochs: Int?
        let best: Result?
        let last: [String: Result]
        let seconds: Double?
    }

    private struct Result: Encodable {
        let split: String
        let step: Int
        let loss: Double?
        let top1: Double
    }

    private struct Difference: Encodable {
        let path: String
        let values: [String?]
    }

    package init(_ list: RunList) {
        runs = list.runs.map { run in
            func result(_ line: MetricsLine) -> Result {
                Result(split: line.split.rawValue, step: line.step, loss: line.loss, top1: line.top1)
            }
            let last = [MetricsLine.Split.validation, .test].compactMap(run.history.last)
            return Row(
                run: run.path, name: run.name, state: run.state.word,
                reason: run.state.text == run.state.word ? nil : run.state.text, step: run.history.lastStep,
                epoch: run.history.epochs.last?.number ?? 0, epochs: run.journal?.epochs,
                best: run.history.best.map(result),
                last: Dictionary(last.map { ($0.split.rawValue, result($0)) }) { $1 }, seconds: run.journal?.seconds)
        }
        differences = list.differences.map { Difference(path: $0.path, values: $0.values) }
    }
}
