import Datasets
import Diagnostics
import Glibc

/// What trainings of the same spec with other seeds came to, together.
package struct SeedSummary: Encodable, Sendable {
    package struct Run: Encodable, Sendable {
        package let seed: UInt64
        package let run: String
        package let step: Int
        package let complete: Bool
        /// Of the test, once the training is done, or as far as it has come of what it is evaluated on; nil where it was not.
        package let top1: Double?
        package let loss: Double?
        /// What the two are of.
        package let split: String?
        /// Why it broke off; nil where it did not.
        package let failure: String?

        /// Whether steps of it are left to make.
        package var isToGoOn: Bool { !complete && failure == nil }
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
    /// On the test, of the runs that are complete.
    package private(set) var top1: Spread?
    package private(set) var loss: Spread?

    package init() {}

    package mutating func add(seed: UInt64, run: String, _ outcome: TrainingOutcome) {
        let split: Dataset.Split = outcome.results[.test] != nil ? .test : .validation
        let result = outcome.results[split]
        runs.append(
            Run(
                seed: seed, run: run, step: outcome.step, complete: outcome.isComplete, top1: result?.top1,
                loss: result?.loss, split: result.map { _ in split.rawValue }, failure: nil))
        let complete = runs.filter(\.complete)
        top1 = Spread(complete.compactMap(\.top1))
        loss = Spread(complete.compactMap(\.loss))
    }

    /// Adds a training that diverged: it has no result, and the spread is of the others.
    package mutating func add(seed: UInt64, run: String, _ failure: TrainingDiverged) {
        runs.append(
            Run(
                seed: seed, run: run, step: failure.step, complete: false, top1: nil, loss: nil, split: nil,
                failure: "\(failure)"))
    }

    /// A line for each run, and one for all.
    package var text: String {
        let lines = runs.map { run in
            if run.failure != nil {
                return "seed \(run.seed): diverged in step \(run.step), in \(run.run)"
            }
            return "seed \(run.seed): "
                + (run.split.flatMap { $0 == Dataset.Split.test.rawValue ? nil : "\($0): " } ?? "")
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
