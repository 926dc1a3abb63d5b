import Diagnostics

/// That a training which is stopped and resumed has the same bits as one which is not, shown on a few steps of it.
package struct ResumeProof: Encodable, Sendable {
    /// Steps that usually show it.
    package static let usualSteps = 6

    /// Steps made by either.
    package let steps: Int
    /// After which one of them was stopped, with a backend and a set of parameters made anew each time.
    package let stops: [Int]
    /// Tensors that were compared: weights, statistics, and what else is remembered.
    package let tensors: Int

    /// Trains twice in new folders within `folder`.
    ///
    /// - Parameters:
    ///   - spec: the resolved spec.
    ///   - setup: a setup of its own for each part of a run, which goes by the findings given.
    /// - Throws: `BitsDiffer` when the two are not the same; what training throws.
    package init(
        steps wanted: Int, in folder: String, spec: String, setup: (_ findings: String?) throws -> TrainingSetup
    ) throws {
        let wanted = max(2, wanted)
        let whole = try RunFolder.create(at: "\(folder)/whole", spec: spec)
        let outcome = try Trainer(setup(nil), in: whole, observer: SilentObserver()).train(maxSteps: wanted)
        steps = outcome.step
        stops = Set([1, wanted / 2]).filter { $0 < outcome.step }.sorted()
        let findings = try whole.findings()
        for (number, end) in (stops + [wanted]).enumerated() {
            let path = "\(folder)/stopped"
            let run =
                try number == 0
                ? RunFolder.create(at: path, spec: spec) : RunFolder.resume(at: path, spec: spec, checking: { _ in })
            _ = try Trainer(setup(findings), in: run, observer: SilentObserver()).train(maxSteps: end)
        }
        let stopped = try RunFolder.open(at: "\(folder)/stopped")
        try requireSameMetrics(whole, stopped)
        tensors = try requireSameTensors(whole.requireLastCheckpoint(), stopped.requireLastCheckpoint())
    }

    /// For people.
    package var line: String {
        let places = stops.map { "\($0)" }.joined(separator: " and ")
        return
            "resuming is exact: \(counted(steps, "step")), stopped after \(places) or not at all, gave the same bits in all "
            + "losses and in \(counted(tensors, "tensor"))"
    }
}

/// Tells nobody.
package final class SilentObserver: TrainingObserver {
    package init() {}
}
