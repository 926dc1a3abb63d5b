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
        /// On the pictures that are held out; nil where none are, or before they were looked at.
        package let validation: TrainingResult?
        /// Nil before the training is done, unless no pictures are held out.
        package let test: TrainingResult?
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

    /// What the complete runs came to on one split.
    package struct SplitSpread: Encodable, Sendable {
        package let top1: Spread
        package let loss: Spread

        fileprivate init?(_ results: [TrainingResult]) {
            guard let top1 = Spread(results.map(\.top1)), let loss = Spread(results.map(\.loss)) else { return nil }
            (self.top1, self.loss) = (top1, loss)
        }

        /// `top-1 99.12 ± 0.08 %, loss 0.0283 ± 0.0011`
        fileprivate var text: String {
            "top-1 \(top1.text(scale: 100, digits: 2)) %, loss \(loss.text(scale: 1, digits: 4))"
        }
    }

    package private(set) var runs: [Run] = []
    /// What to compare specs by, where pictures are held out.
    package private(set) var validation: SplitSpread?
    package private(set) var test: SplitSpread?

    package init() {}

    package mutating func add(seed: UInt64, run: String, _ outcome: TrainingOutcome) {
        runs.append(
            Run(
                seed: seed, run: run, step: outcome.step, complete: outcome.isComplete,
                validation: outcome.results[.validation], test: outcome.results[.test], failure: nil))
        let complete = runs.filter(\.complete)
        validation = SplitSpread(complete.compactMap(\.validation))
        test = SplitSpread(complete.compactMap(\.test))
    }

    /// Adds a training that diverged: it has no result, and the spread is of the others.
    package mutating func add(seed: UInt64, run: String, _ failure: TrainingDiverged) {
        runs.append(
            Run(
                seed: seed, run: run, step: failure.step, complete: false, validation: nil, test: nil,
                failure: "\(failure)"))
    }

    /// A line for each run, and one for all.
    package var text: String {
        let lines = runs.map { run in
            "seed \(run.seed): \(Self.text(of: run)), in \(run.run)\n"
        }
        let spreads = Self.joined(validation: validation?.text, test: test?.text)
        let all = spreads.map { "\(counted(runs.filter(\.complete).count, "seed")): \($0)\n" } ?? ""
        return lines.joined() + all
    }

    private static func text(of run: Run) -> String {
        if run.failure != nil { return "diverged in step \(run.step)" }
        return (joined(validation: run.validation?.text, test: run.test?.text) ?? "not evaluated")
            + (run.complete ? "" : ", stopped after \(counted(run.step, "step"))")
    }

    /// `validation top-1 98.9 %, …; test top-1 99.1 %, …`
    private static func joined(validation: String?, test: String?) -> String? {
        let parts = [validation.map { "validation \($0)" }, test.map { "test \($0)" }].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: "; ")
    }
}

extension SeedSummary.Spread {
    /// `99.12 ± 0.08`
    fileprivate func text(scale: Double, digits: Int) -> String {
        ProgressText.fixed(mean * scale, digits)
            + (deviation.map { " ± \(ProgressText.fixed($0 * scale, digits))" } ?? "")
    }
}
