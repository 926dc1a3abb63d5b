import Files
import Networks
import SpecCompiler
import Training

extension Train {
    /// Trains once with each seed, in a folder each, and tells what they came to together. With `--resume`, those that were
    /// begun go on.
    func train(_ seeds: Seeds) throws {
        var base = folder
        var summary = SeedSummary()
        for seed in seeds.values {
            let session = try session(seed: seed)
            let setup = try session.setup(isTimed: true)
            let text = try session.experiment.resolvedText
            let around = try base ?? RunFolder.makeNumbered(for: session.experiment.network.name)
            base = around
            let path = "\(around)/seed-\(seed)"
            let isBegun = resume && RunFolder.holdsRun(path)
            let run =
                try isBegun
                ? RunFolder.resume(at: path, spec: text, checking: session.experiment.requireContinuation)
                : RunFolder.create(at: path, spec: text)
            let (outcome, _) = try session.train(setup, in: run)
            summary.add(seed: seed, run: path, outcome)
            if outcome.end == .stopRequest { break }
        }
        switch format {
        case .json: try Terminal.writeUnlessClosed(try json(summary))
        case .text: try Terminal.writeUnlessClosed(summary.text)
        }
    }
}
