package import Datasets
package import Execution
import Layers
package import Networks
package import Planning
package import Recipes
import Tensors

/// Runs a network over a whole split of a data set and counts how often it is right.
package final class Evaluator {
    private let dataset: Dataset
    private let settings: DataSettings
    private let batch: Int
    private let loaderThreads: Int?
    private let executable: any Executable
    private let scoresLoss = SoftmaxCrossEntropy()

    /// - Parameters:
    ///   - parameters: read at each evaluation; may be shared with a training.
    ///   - batch: pictures in a run; changes results by rounding only.
    ///   - passes: what the plan goes through before it runs.
    ///   - loaderThreads: that make batches; nil for as many as usual.
    /// - Throws: `TrainingError` when the network does not suit the data; what the backend throws.
    package init(
        _ network: Network, parameters: ParameterStore, backend: any Backend, dataset: Dataset, settings: DataSettings,
        batch: Int, passes: [PlanPass] = PlanPass.all, loaderThreads: Int? = nil
    ) throws {
        self.loaderThreads = loaderThreads
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
    ///   - progress: told after every batch how many pictures are done, and of how many; where it throws,
    ///     that is the end.
    package func evaluate(
        _ split: Dataset.Split = .test, views: EvaluationViews = .whole, topCount: Int? = nil,
        progress: (Int, Int) throws -> Void = { _, _ in }
    ) throws -> Evaluation {
        let loaders = try views.places.map { place in
            try BatchLoader(
                dataset, split, settings: try settings.cutting(at: place, for: views),
                plan: BatchPlan(.evaluation, batchSize: batch), threads: loaderThreads)
        }
        let pictures = try dataset.pictures(of: split)
        var metrics = Metrics(classCount: dataset.classes.count)
        while let batch = try loaders[0].next() {
            var scores = try sum(of: batch, views)
            for loader in loaders.dropFirst() {
                if let other = try loader.next() { add(try sum(of: other, views), to: &scores) }
            }
            if views.count > 1 { for place in scores.indices { scores[place] /= Float(views.count) } }
            let losses = losses(scores, batch.targets)
            scores.withUnsafeBufferPointer { scores in
                losses.withUnsafeBufferPointer { metrics.add(batch, scores: scores, losses: $0) }
            }
            try progress(metrics.tally.samples, pictures.count)
        }
        return Evaluation(
            metrics, classes: dataset.classes, split: split, topCount: topCount, views: views, name: pictures.name)
    }

    /// Gives the memory for what it computes back until the next evaluation.
    package func rest() throws {
        try executable.rest()
    }

    /// What a run consists of, in order.
    var profile: [OperationProfile] { executable.profile }

    /// The scores of a batch, and those of its mirror images where the views want them; the batch is mirrored then.
    private func sum(of batch: Batch, _ views: EvaluationViews) throws -> [Float] {
        try executable.run(batch)
        var scores = Array(executable.scores)
        guard views.mirrors else { return scores }
        batch.mirror(rowLength: try settings.pictureShape()[2])
        try executable.run(batch)
        add(Array(executable.scores), to: &scores)
        return scores
    }

    private func add(_ other: [Float], to scores: inout [Float]) {
        for place in scores.indices { scores[place] += other[place] }
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

extension DataSettings {
    /// - Throws: `DataError` when nothing cuts the pictures, so that there are no places to choose from.
    fileprivate func cutting(at place: CropPlace, for views: EvaluationViews) throws(DataError) -> DataSettings {
        guard place != .middle else { return self }
        guard let settings = cutting(at: place) else {
            throw DataError(
                "`\(views.rawValue)` needs pictures that `random-crop` cuts something off, and `augment` has none such",
                help: "add `random-crop: {size: …, pad: 4}` to `augment`, or evaluate with `--flip`")
        }
        return settings
    }
}
