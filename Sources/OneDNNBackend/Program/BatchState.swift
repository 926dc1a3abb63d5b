import Execution
import Layers

/// What the batch of the current run is, for the kernels that must know.
final class BatchState: @unchecked Sendable {
    private(set) var labels: [Int]
    private var seed: UInt64 = 0
    private var epoch = 0
    private var samples: [Int] = []

    init(batch: Int) {
        labels = [Int](repeating: 0, count: batch)
    }

    func set(_ batch: PictureBatch) {
        for (index, label) in batch.labels.prefix(labels.count).enumerated() { labels[index] = Int(label) }
        (seed, epoch, samples) = (batch.seed, batch.epoch, batch.samples)
    }

    func draws(layer: Int) -> LayerDraws {
        LayerDraws(seed: seed, layer: layer, epoch: epoch, samples: samples)
    }
}
