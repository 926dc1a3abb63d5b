import Diagnostics
import Layers
import Networks
import Planning
import Recipes
import SpecCompiler
import Training

extension MemoryEstimate {
    /// The memory to evaluate a spec's network.
    ///
    /// - Parameter batch: nil for one picture.
    init(evaluating experiment: Experiment, batch: Int?, cost: Cost) {
        let plan = ExecutionPlan(
            experiment.network.forEvaluation, phase: .evaluation, batch: batch ?? UsualBatch.summary, passes: [])
        self.init(plan, cost: cost, stateCount: 0)
    }

    /// The memory to train a spec's network; of one without `train`, without an optimiser's state.
    ///
    /// - Parameter batch: nil for the spec's own, or one picture where it has none.
    /// - Throws: `DiagnosticsError` when the network's output can take no loss.
    init(training experiment: Experiment, batch: Int?, cost: Cost) throws(DiagnosticsError) {
        let settings = experiment.training
        let network: Network
        do {
            network = try experiment.network.forTraining(
                labelSmoothing: settings?.labelSmoothing ?? 0, classWeights: settings?.classWeights ?? [])
        } catch {
            throw DiagnosticsError(
                Diagnostic(
                    .shape, "training needs a loss at the end: \(error.message)", at: .beginning(of: experiment.file),
                    help: error.help))
        }
        let plan = ExecutionPlan(
            network, phase: .training, batch: batch ?? settings?.batch ?? UsualBatch.summary, passes: [])
        self.init(
            plan, cost: cost, stateCount: settings?.optimizer.stateCount ?? 0,
            accumulates: (settings?.accumulate ?? 1) > 1, averages: settings?.average != nil)
    }
}
