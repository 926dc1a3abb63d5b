package import Datasets
package import Execution
import Layers
package import Networks
package import Planning
import Tensors

/// Runs a network over a whole split of a data set and counts how often it is right.
package final class Evaluator {
    private let dataset: Dataset
    private let settings: DataSettings
    private let batch: Int
    private let executable: any Executable
    private let scoresLoss = SoftmaxCrossEntropy()

    /// - Parameters:
    ///   - parameters: read at each evaluation; may be shared with a training.
    ///   - batch: pictures in a run; changes results by rounding only.
    ///   - passes: what the plan goes through before it runs.
    /// - Throws: `TrainingError` when the network does not suit the data; what the backend throws.
    package init(
        _ network: Network, parameters: ParameterStore, backend: any Backend, dataset: Dataset, settings: DataSettings,
        batch: Int, passes: [PlanPass] = PlanPass.all
    ) throws {
        try network.check(against: dataset, settings)
        self.dataset = dataset
        self.settings = settings
        self.batch = batch
        executable = try backend.compile(
            ExecutionPlan(network.forEvaluation, phase: .evaluation, batch: batch, passes: passes),
            parameters: parameters)
    }

    /// Counts every picture of a split once. The loss is cross-entropy of the scores, without label smoothing.
    ///
    /// - Parameter progress: told after every batch how many pictures are done, and of how many.
    package func evaluate(
        _ split: Dataset.Split = .test, progress: (Int, Int) -> Void = { _, _ in }
    ) throws -> Evaluation {
        let loader = try BatchLoader(
            dataset, split, settings: settings, plan: BatchPlan(.evaluation, batchSize: batch))
        var metrics = Metrics(classCount: dataset.classes.count)
        while let batch = try loader.next() {
            try executable.run(batch)
            losses(batch.targets).withUnsafeBufferPointer { losses in
                metrics.add(batch, scores: executable.scores, losses: losses)
            }
            progress(metrics.tally.samples, dataset[split].count)
        }
        return Evaluation(metrics, classes: dataset.classes)
    }

    /// Gives the memory for what it computes back until the next evaluation.
    package func rest() throws {
        try executable.rest()
    }

    private func losses(_ targets: [Target]) -> [Float] {
        let scores = Tensor([batch, dataset.classes.count], Array(executable.scores))
        var pass = LayerPass(phase: .evaluation, inputs: [scores], targets: targets)
        return scoresLoss.forward(&pass).values
    }
}
