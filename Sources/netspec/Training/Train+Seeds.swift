import ArgumentParser
import Diagnostics
import Execution
import Files
import Networks
import SpecCompiler
import Tensors
import Training

extension Train {
    /// Trains once with each seed, in a folder each, and tells what they came to together. With `--resume`, those that were
    /// begun go on. A seed whose training diverges costs the others nothing; what ends another way ends them all, and what is
    /// done by then is still told.
    ///
    /// - Throws: `ExitCode` where a training diverged; what training throws.
    func train(_ seeds: Seeds) throws {
        var base = folder
        var summary = SeedSummary()
        do {
            for seed in seeds.values {
                let session = try session(seed: seed)
                let setup = try session.setup(isTimed: true)
                let around = try base ?? RunFolder.makeNumbered(for: session.experiment.network.name)
                base = around
                let path = "\(around)/seed-\(seed)"
                do {
                    let outcome = try train(session, setup, in: path)
                    summary.add(seed: seed, run: path, outcome)
                    if outcome.end == .stopRequest { break }
                } catch let error as TrainingDiverged {
                    say(error, help: error.help)
                    summary.add(seed: seed, run: path, error)
                }
            }
        } catch {
            if !summary.runs.isEmpty {
                try write(summary)
            } else if folder == nil, let base {
                RunFolder.removeIfEmpty(base)
            }
            throw error
        }
        try write(summary)
        if let base, summary.runs.count < seeds.values.count || summary.runs.contains(where: \.isToGoOn) {
            suggest(goingOn(with: seeds, in: base))
        }
        if summary.runs.contains(where: { $0.failure != nil }) { throw ExitCode(1) }
    }

    private func train(_ session: TrainingSession, _ setup: TrainingSetup, in path: String) throws -> TrainingOutcome {
        let text = try session.experiment.resolvedText
        let isBegun = resume && RunFolder.holdsRun(path)
        let run =
            try isBegun
            ? RunFolder.resume(at: path, spec: text, checking: session.experiment.requireContinuation)
            : RunFolder.create(at: path, spec: text)
        return try session.train(setup, in: run).0
    }

    private func goingOn(with seeds: Seeds, in base: String) -> [String] {
        var command = ["train", argumentPath(path), "--seeds", seeds.text, "--run", argumentPath(base), "--resume"]
        command += spec.overrides.flatMap { ["--set", $0] }
        if spec.strict { command.append("--strict") }
        if let precision = machine.compute.precision { command += ["--precision", precision.rawValue] }
        if let weights { command += ["--weights", argumentPath(weights)] }
        if weightsPartial { command.append("--weights-partial") }
        return command
    }

    private func write(_ summary: SeedSummary) throws {
        switch format {
        case .json: try Terminal.writeUnlessClosed(try json(summary))
        case .text: try Terminal.writeUnlessClosed(summary.text)
        }
    }
}
