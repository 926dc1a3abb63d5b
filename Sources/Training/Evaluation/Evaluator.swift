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
    /// - Parameters:
    ///   - views: what is shown of each picture; the scores are the mean over them.
    ///   - topCount: see `Evaluation`.
    ///   - progress: told after every batch how many pictures are done, and of how many.
    package func evaluate(
        _ split: Dataset.Split = .test, views: EvaluationViews = .whole, topCount: Int? = nil,
        progress: (Int, Int) -> Void = { _, _ in }
    ) throws -> Evaluation {
        let loader = try BatchLoader(
            dataset, split, settings: settings, plan: BatchPlan(.evaluation, batchSize: batch))
        var metrics = Metrics(classCount: dataset.classes.count)
        while let batch = try loader.next() {
            let scores = try scores(of: batch, views)
            let losses = losses(scores, batch.targets)
            scores.withUnsafeBufferPointer { scores in
                losses.withUnsafeBufferPointer { metrics.add(batch, scores: scores, losses: $0) }
            }
            progress(metrics.tally.samples, dataset[split].count)
        }
        return Evaluation(metrics, classes: dataset.classes, split: split, topCount: topCount, views: views)
    }

    /// Gives the memory for what it computes back until the next evaluation.
    package func rest() throws {
        try executable.rest()
    }

    /// The mean over the views. The batch is mirrored afterwards where they want that.
    private func scores(of batch: Batch, _ views: EvaluationViews) throws -> [Float] {
        try executable.run(batch)
        let scores = Array(executable.scores)
        guard views == .flip else { return scores }
        batch.mirror(rowLength: try settings.pictureShape()[2])
        try executable.run(batch)
        return zip(scores, executable.scores).map { ($0 + $1) / 2 }
    }

    private func losses(_ scores: [Float], _ targets: [Target]) -> [Float] {
        var pass = LayerPass(
            phase: .evaluation, inputs: [Tensor([batch, dataset.classes.count], scores)], targets: targets)
        return scoresLoss.forward(&pass).values
    }
}

extension Batch {
    /// Turns the columns of every picture around, in place.
    fileprivate func mirror(rowLength: Int) {
        withMutablePixels { pixels in
            for row in stride(from: 0, to: pixels.count, by: rowLength) {
                for column in 0..<rowLength / 2 { pixels.swapAt(row + column, row + rowLength - 1 - column) }
            }
        }
    }
}
