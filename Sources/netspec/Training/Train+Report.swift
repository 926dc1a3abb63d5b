import Datasets
import Diagnostics
import Reports
import Training

extension Train {
    /// Writes what a training came to.
    func report(_ outcome: TrainingOutcome, _ run: RunFolder, _ forecast: StepForecast) throws {
        let comparison = ForecastComparison(
            forecast, measuredSeconds: outcome.comparableSeconds, measuredByteCount: outcome.peakByteCount,
            steps: outcome.times?.count ?? 0)
        switch format {
        case .json:
            try Terminal.writeUnlessClosed(
                try json(
                    Report(
                        run: run.path, step: outcome.step, complete: outcome.isComplete, end: outcome.end.rawValue,
                        evaluation: outcome.evaluation, best: outcome.best,
                        secondsPerStep: outcome.times?.medianSeconds, waited: outcome.times?.waitedShare,
                        predicted: comparison)))
        case .text: try Terminal.writeUnlessClosed(text(outcome, run, comparison))
        }
        let (spec, folder) = (argumentPath(run.specPath), argumentPath(run.path))
        suggest(outcome.isComplete ? ["eval", folder] : ["train", spec, "--run", folder, "--resume"])
    }

    private func text(_ outcome: TrainingOutcome, _ run: RunFolder, _ comparison: ForecastComparison) -> String {
        var lines: [String] = []
        if let evaluation = outcome.evaluation { lines.append(EvaluationText(evaluation).headline) }
        if let best = outcome.best, best.step < outcome.step {
            lines.append(
                "best: \(outcome.evaluated.rawValue) \(best.text), after \(counted(best.step, "step")), in \(run.bestWeightsPath)"
            )
        }
        if let reason = reason(outcome.end) { lines.append(reason) }
        lines.append("run: \(run.path), \(counted(outcome.step, "step"))")
        lines.append("report: \(run.reportPath)")
        if let times = outcome.times { lines += [StepTimesText(times).line] + (comparison.line.map { [$0] } ?? []) }
        return lines.map { printable($0) + "\n" }.joined()
    }

    private func reason(_ end: TrainingOutcome.End) -> String? {
        switch end {
        case .nothingBetter: "stopped early: the last evaluations brought nothing better"
        case .timeLimit: "stopped at the time limit"
        case .allEpochs, .maxSteps, .stopRequest: nil
        }
    }

    /// Says the command that one would want to give now, which computes as this one does. A run's own spec is as it was
    /// trained, with `--set` applied.
    func suggest(_ command: [String]) {
        var command = ["netspec"] + command
        if let data = machine.data { command += ["--data", argumentPath(data)] }
        if let threads = machine.compute.threads { command += ["--threads", "\(threads)"] }
        if machine.compute.noTune { command.append("--no-tune") }
        if machine.compute.backend != .onednn { command += ["--backend", machine.compute.backend.rawValue] }
        for pass in machine.compute.withoutPasses { command += ["--without-pass", pass.rawValue] }
        messages.say("next: " + command.map(shellWord).joined(separator: " "))
    }

    private struct Report: Encodable {
        let run: String
        let step: Int
        let complete: Bool
        let end: String
        let evaluation: Evaluation?
        /// Absent before the first evaluation.
        let best: TrainingResult?
        /// Absent, like `waited`, when no step was left to make.
        let secondsPerStep: Double?
        /// The part of the steps' time in which they waited for pictures.
        let waited: Double?
        let predicted: ForecastComparison
    }
}
