import Recipes
import Synchronization
import Tensors

/// Writes batches: which pictures, how changed, normalised, mixed. A batch depends on the settings, its epoch and its place
/// alone, however many threads write it.
///
/// Not for two threads at a time: it keeps the epoch's order, and its own team shares the pictures of a batch.
final class BatchWriter {
    private let pictures: any PictureSet
    private let split: Dataset.Split
    private let order: EpochOrder
    private let plan: BatchPlan
    /// One for each thread of the team.
    private let writers: [PictureWriter]
    private let team: LoaderTeam
    private let mixtures: [any Mixture]

    /// The shape of a written picture.
    let outputShape: Shape

    /// - Throws: `DataError` when the pictures do not come to one shape; `ThreadError`.
    init(
        _ dataset: Dataset, _ split: Dataset.Split, settings: DataSettings, plan: BatchPlan, threads: Int
    ) throws {
        let pictures = try dataset.pictures(of: split)
        let shape = try settings.pictureShape()
        self.pictures = pictures
        self.split = split
        self.plan = plan
        outputShape = shape
        mixtures = plan.phase == .training ? settings.mixtures : []
        let isTraining = plan.phase == .training
        order = EpochOrder(
            count: pictures.count, seed: settings.shuffles && isTraining ? plan.seed : nil,
            balanced: settings.sampling == .balanced && isTraining
                ? (0..<pictures.count).map(pictures.label) : nil)
        team = try LoaderTeam(threads: threads)
        writers = (0..<threads).map { _ in
            PictureWriter(pictures, splitName: split.rawValue, settings: settings, plan: plan, outputShape: shape)
        }
    }

    /// Writes the batch at place `index` of an epoch.
    func write(_ batch: inout Batch, epoch: Int, index: Int) throws {
        try batch.makeUnique()
        let first = index * plan.batchSize
        batch.epoch = epoch
        batch.index = index
        batch.count = min(plan.batchSize, pictures.count - first)
        let shape = plan.size(inEpoch: epoch)?.shape(of: outputShape) ?? outputShape
        batch.reshape(size: plan.places(for: batch.count), pictureShape: shape)
        for position in 0..<batch.count {
            let sample = order.sample(at: first + position, epoch: epoch)
            batch.set(position, to: try target(of: sample, classCount: batch.classCount), sample: sample)
        }
        for position in batch.count..<batch.size { batch.set(position, to: 0, sample: -1) }
        try writePixels(of: &batch, epoch: epoch)
        try batch.mix(by: mixtures, shape: shape)
    }

    private func writePixels(of batch: inout Batch, epoch: Int) throws {
        let (size, samples, writers) = (batch.pictureSize, batch.samples, writers)
        let left = LeftOut()
        try batch.withMutablePixels { pixels in
            nonisolated(unsafe) let pixels = pixels
            try team.run(batch.count) { position, thread in
                let room = UnsafeMutableBufferPointer(rebasing: pixels[position * size..<(position + 1) * size])
                do {
                    try writers[thread].write(samples[position], epoch: epoch, into: room)
                } catch is SkippedPicture {
                    left.places.withLock { _ = $0.insert(position) }
                }
            }
            pixels[(batch.count * size)...].update(repeating: 0)
        }
        batch.close(up: left.places.withLock { $0 })
    }

    /// The places of pictures that are left out of an evaluation.
    private final class LeftOut: Sendable {
        let places = Mutex<Set<Int>>([])
    }

    private func target(of sample: Int, classCount: Int) throws(DataError) -> Target {
        let target = Target(pictures.label(of: sample))
        guard target.isAmong(classCount) else {
            throw DataError(
                "the label of picture \(sample) of the \(split.rawValue) split must be from 0 to \(classCount - 1), "
                    + "found \(target.label)", help: "get the data again, or give data with \(classCount) classes")
        }
        return target
    }
}

extension Batch {
    /// Closes up over places without a picture; what is behind the last picture is zero, as in a batch that is not full.
    fileprivate mutating func close(up places: Set<Int>) {
        guard !places.isEmpty else { return }
        let kept = (0..<count).filter { !places.contains($0) }
        let size = pictureSize
        withMutablePixels { pixels in
            for (place, old) in kept.enumerated() where place != old {
                let picture = UnsafeMutableBufferPointer(rebasing: pixels[old * size..<(old + 1) * size])
                _ = UnsafeMutableBufferPointer(rebasing: pixels[place * size..<(place + 1) * size])
                    .update(fromContentsOf: picture)
            }
            pixels[kept.count * size..<count * size].update(repeating: 0)
        }
        let known = kept.map { (targets[$0], samples[$0]) }
        for (place, known) in known.enumerated() { set(place, to: known.0, sample: known.1) }
        for place in kept.count..<count { set(place, to: 0, sample: -1) }
        count = kept.count
    }
}
