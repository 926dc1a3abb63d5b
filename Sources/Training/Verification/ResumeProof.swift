import Datasets
import Diagnostics
import Recipes

/// That a training which is stopped and resumed has the same bits as one which is not, shown on a few steps of it.
package struct ResumeProof: Encodable, Sendable {
    /// Steps that usually show it.
    package static let usualSteps = 6

    /// Steps made by either.
    package let steps: Int
    /// With fewer steps, what comes at the end of an epoch is not shown.
    package let stepsPerEpoch: Int
    /// After which one of them was stopped, with a backend and a set of parameters made anew each time.
    package let stops: [Int]
    /// Tensors that were compared: weights, statistics, and what else is remembered.
    package let tensors: Int

    /// Trains twice in new folders within `folder`.
    ///
    /// - Parameters:
    ///   - wanted: steps to make, where the training has so many.
    ///   - spec: the resolved spec.
    ///   - setup: a setup of its own for each part of a run, which goes by the findings given.
    ///   - isStopRequested: asked before every step.
    /// - Throws: `BitsDiffer` when the two are not the same; `TrainingError` when there are too few steps to stop between, or
    ///   the proof was stopped before it was done; what training throws.
    package init(
        steps wanted: Int, in folder: String, spec: String, setup: (_ findings: String?) throws -> TrainingSetup,
        isStopRequested: () -> Bool = { false }
    ) throws {
        func train(_ setup: TrainingSetup, in run: RunFolder, to step: Int) throws -> TrainingOutcome {
            let outcome = try Trainer(setup, in: run, observer: SilentObserver())
                .train(maxSteps: step, isStopRequested: isStopRequested)
            guard outcome.end != .stopRequest else {
                throw TrainingError(
                    "the training must be made twice up to step \(wanted), and was stopped before",
                    help: "let `--verify-resume` go on to its end")
            }
            return outcome
        }
        guard wanted > 1 else { throw Self.tooFew(wanted) }
        let whole = try RunFolder.create(at: "\(folder)/whole", spec: spec)
        let first = try setup(nil)
        steps = try train(first, in: whole, to: wanted).step
        guard steps > 1 else { throw Self.tooFew(steps) }
        stepsPerEpoch = first.settings.stepsPerEpoch(pictures: first.dataset.train.count)
        stops = Set([1, steps / 2]).sorted()
        let findings = try whole.findings()
        for (number, end) in (stops + [wanted]).enumerated() {
            let path = "\(folder)/stopped"
            let run =
                try number == 0
                ? RunFolder.create(at: path, spec: spec) : RunFolder.resume(at: path, spec: spec, checking: { _ in })
            _ = try train(setup(findings), in: run, to: end)
        }
        let stopped = try RunFolder.open(at: "\(folder)/stopped")
        try requireSameMetrics(whole, stopped)
        // By the clock a checkpoint comes before an evaluation in one run, and after it in the other.
        var isClocked = false
        if case .minutes = first.settings.checkpoints { isClocked = true }
        tensors = try requireSameState(
            whole.requireLastCheckpoint(), stopped.requireLastCheckpoint(), comparesResults: !isClocked)
    }

    private static func tooFew(_ steps: Int) -> TrainingError {
        TrainingError(
            "at least 2 steps are needed to show that resuming is exact, found \(steps)",
            help: "leave out `--max-steps`, and give the training more steps if it has but one")
    }

    /// For people.
    package var line: String {
        let places = stops.map { "\($0)" }.joined(separator: " and ")
        let part = steps < stepsPerEpoch ? " of an epoch of \(stepsPerEpoch)" : ""
        return
            "resuming is exact: \(counted(steps, "step"))\(part), stopped after \(places) or not at all, gave the same bits in "
            + "all losses and in \(counted(tensors, "tensor"))"
    }
}

/// Tells nobody.
package final class SilentObserver: TrainingObserver {
    package init() {}
}
