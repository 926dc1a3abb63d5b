import Diagnostics
import Files
import Interchange

/// A run made again from its beginning, and compared with what is in its folder: every loss, then the weights.
package struct Reproduction: Encodable, Sendable {
    /// Whether all that was compared has the same bits.
    package let reproduced: Bool
    /// Steps made again.
    package let steps: Int
    /// Lines of metrics that were compared.
    package let losses: Int
    /// Tensors that were compared; 0 where a loss differed before.
    package let tensors: Int
    /// Where the two first differ; nil where they do not.
    package let difference: String?

    /// Trains up to the run's last checkpoint, or to the first loss that differs, in a new folder.
    ///
    /// - Parameters:
    ///   - run: the run to reproduce, which is only read.
    ///   - spec: its resolved spec.
    ///   - setup: a setup that goes by the findings and the weights given.
    ///   - isStopRequested: asked before every step.
    /// - Throws: what training throws; `TrainingError` when it was stopped before it was done.
    package init(
        of run: RunFolder, in folder: String, spec: String, observer: any TrainingObserver,
        setup: (_ findings: String?, _ weights: StartingWeights?) throws -> TrainingSetup,
        isStopRequested: () -> Bool
    ) throws {
        let last = try run.requireLastCheckpoint()
        let isOwed = try Self.isEstimateOwed(last)
        let start = run.checkpoint(ofStep: 0).weightsPath
        let comparison = MetricsComparison(try MetricsLog.lines(of: run.metricsPath), telling: observer)
        let again = try RunFolder.create(at: "\(folder)/again", spec: spec)
        let trainer = try Trainer(
            setup(run.findings(), exists(start) ? StartingWeights(path: start) : nil), in: again, observer: comparison)
        // How the run was stopped is in its number of steps; early stopping may have changed while it went on.
        let outcome = try trainer.train(maxSteps: last.step, stopsEarly: false) {
            // A checkpoint that did not wait for running statistics is made again as one that does not.
            comparison.differingStep != nil || (isOwed && comparison.step >= last.step) || isStopRequested()
        }
        (steps, losses) = (outcome.step, comparison.count)
        if let step = comparison.differingStep {
            (reproduced, tensors, difference) = (false, 0, "the metrics of step \(step)")
            return
        }
        guard outcome.step == last.step else {
            throw TrainingError(
                "the run must be made again up to step \(last.step), and was stopped after \(outcome.step)",
                help: "let `reproduce` go on to its end")
        }
        do {
            tensors = try requireSameState(last, again.requireLastCheckpoint(), comparesResults: false)
            (reproduced, difference) = (true, nil)
        } catch let error as BitsDiffer {
            (reproduced, tensors, difference) = (false, 0, error.place)
        }
    }

    /// Makes sure that a checkpoint's files are whole, before anything is compared with them.
    ///
    /// - Returns: whether its average's running statistics are still to be found anew.
    /// - Throws: `TrainingError` when they are not whole.
    private static func isEstimateOwed(_ checkpoint: Checkpoint) throws -> Bool {
        do {
            _ = try checkpoint.reader(of: checkpoint.weightsPath)
            guard exists(checkpoint.optimizerPath) else { return false }
            return EstimateState.isOwed(try checkpoint.reader(of: checkpoint.optimizerPath).metadata)
        } catch let error as UnusableCheckpoint {
            throw TrainingError("\(error)", help: "put the checkpoint's files back from a copy")
        }
    }

    /// For people.
    package var line: String {
        if let difference { return "not reproduced: the two runs differ in \(difference)" }
        return
            "reproduced: \(counted(steps, "step")), with the same bits in \(counted(losses, "line")) of metrics and in "
            + counted(tensors, "tensor")
    }
}
