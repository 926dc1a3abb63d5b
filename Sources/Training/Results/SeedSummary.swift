import Diagnostics
import Glibc

/// What trainings of the same spec with other seeds came to, together.
package struct SeedSummary: Encodable, Sendable {
    package struct Run: Encodable, Sendable {
        package let seed: UInt64
        package let run: String
        package let step: Int
        package let complete: Bool
        /// Of the last evaluation; nil where there was none.
        package let top1: Double?
        package let loss: Double?
    }

    /// A mean, and how far the values lie from it: the standard deviation of a sample, with `n − 1`; nil of one value.
    package struct Spread: Encodable, Sendable {
        package let mean: Double
        package let deviation: Double?

        /// Nil of no values.
        package init?(_ values: [Double]) {
            guard !values.isEmpty else { return nil }
            let mean = values.reduce(0, +) / Double(values.count)
            let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            self.mean = mean
            deviation = values.count > 1 ? (squares / Double(values.count - 1)).squareRoot() : nil
        }
    }

    package private(set) var runs: [Run] = []
    /// Of the runs that are complete.
    package private(set) var top1: Spread?
    package private(set) var loss: Spread?

    package init() {}

    package mutating func add(seed: UInt64, run: String, _ outcome: TrainingOutcome) {
        runs.append(
            Run(
                seed: seed, run: run, step: outcome.step, complete: outcome.isComplete, top1: outcome.result?.top1,
                loss: outcome.result.flatMap { $0.loss.isFinite ? $0.loss : nil }))
        let complete = runs.filter(\.complete)
        top1 = Spread(complete.compactMap(\.top1))
        loss = Spread(complete.compactMap(\.loss))
    }

    /// A line for each run, and one for all.
    package var text: String {
        let lines = runs.map { run in
            "seed \(run.seed): "
                + (run.top1.map { "top-1 \(ProgressText.fixed($0 * 100, 2)) %" } ?? "not evaluated")
                + (run.loss.map { ", loss \(ProgressText.fixed($0, 4))" } ?? "")
                + (run.complete ? "" : ", stopped after \(counted(run.step, "step"))") + ", in \(run.run)"
        }
        guard let top1 else { return lines.map { $0 + "\n" }.joined() }
        let count = runs.filter(\.complete).count
        let all =
            "\(counted(count, "seed")): top-1 \(spread(top1, scale: 100, digits: 2)) %"
            + (loss.map { ", loss \(spread($0, scale: 1, digits: 4))" } ?? "")
        return (lines + [all]).map { $0 + "\n" }.joined()
    }

    /// `99.12 ± 0.08`
    private func spread(_ spread: Spread, scale: Double, digits: Int) -> String {
        ProgressText.fixed(spread.mean * scale, digits)
            + (spread.deviation.map { " ± \(ProgressText.fixed($0 * scale, digits))" } ?? "")
    }
}
