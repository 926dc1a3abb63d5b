package import Recipes
package import Tensors

/// Yields the batches of a split, made ahead of time on a thread of its own.
///
/// The batches depend on the data, the settings and the plan alone, never on timing. Memory is used again: drop a batch
/// before asking for the next, or another will take new memory.
package final class BatchLoader {
    /// How many batches wait at most.
    private static let depth = 3

    /// How many batches there are at once: those that wait, and the one in use.
    package static let bufferCount = depth + 1

    /// How many threads make batches beside so many that compute: those that are left, and not fewer than usual.
    ///
    /// - Parameter computing: nil for as many as there are processors.
    package static func threads(besides computing: Int?) -> Int {
        max(LoaderTeam.standardThreads, LoaderTeam.processors - (computing ?? LoaderTeam.processors))
    }

    /// Bytes that a loader needs beside its batches, at most, to make pictures out of files. A larger picture needs more, which is
    /// decoded while no other such is.
    package static func decodingByteCount(_ settings: DataSettings, threads: Int?) -> Int {
        settings.fit == nil ? 0 : (threads ?? LoaderTeam.standardThreads) * PictureFileReader.sharedByteCount
    }

    package let plan: BatchPlan
    /// The shape of one picture as the network gets it, where no phase has another.
    package let pictureShape: Shape
    package let batchesPerEpoch: Int
    private let prefetcher: Prefetcher<Batch>

    /// - Parameter threads: that make a batch together; nil for a few, by the number of processors. Batches are the same.
    /// - Throws: `DataError` when the split cannot fill a batch or an augmentation does not suit the pictures;
    ///   `ThreadError` when no thread can be had; `OutOfMemory` when the batches do not fit.
    package init(
        _ dataset: Dataset, _ split: Dataset.Split, settings: DataSettings, plan: BatchPlan, threads: Int? = nil
    )
        throws
    {
        let pictures = try dataset.pictures(of: split)
        batchesPerEpoch = plan.batchCount(pictures: pictures.count)
        guard batchesPerEpoch > 0, plan.phase == .evaluation || plan.batchSize <= pictures.count else {
            throw DataError(
                "a batch must have at most the \(pictures.count) pictures of the \(split.rawValue) split of "
                    + "`\(dataset.name)`, found \(plan.batchSize)",
                help: "choose a smaller batch")
        }
        self.plan = plan
        let writer = try BatchWriter(
            dataset, split, settings: settings, plan: plan, threads: threads ?? LoaderTeam.standardThreads)
        pictureShape = writer.outputShape
        let course = Course(writer, plan: plan, batchesPerEpoch: batchesPerEpoch)
        let (shape, classes) = (plan.largestPicture(pictureShape), dataset.classes.count)
        prefetcher = try Prefetcher(
            depth: Self.depth,
            room: { try Batch(size: plan.batchSize, pictureShape: shape, classCount: classes, seed: plan.seed) },
            fill: { try course.fill(&$0) })
    }

    /// The next batch, once it is ready; nil after the last one of an evaluation.
    ///
    /// - Throws: what went wrong on the loading thread, after the batches before it.
    package func next() throws -> Batch? {
        try prefetcher.next()
    }

    /// How long `next()` has waited in all.
    package var waited: Duration { prefetcher.waited }
}

/// Where the loading thread is; used by that thread only.
private final class Course: @unchecked Sendable {
    private let writer: BatchWriter
    private let batchesPerEpoch: Int
    private let isEndless: Bool
    private var epoch: Int
    private var index: Int

    init(_ writer: BatchWriter, plan: BatchPlan, batchesPerEpoch: Int) {
        self.writer = writer
        self.batchesPerEpoch = batchesPerEpoch
        isEndless = plan.phase == .training
        epoch = plan.firstEpoch + (isEndless ? plan.firstBatch / batchesPerEpoch : 0)
        index = isEndless ? plan.firstBatch % batchesPerEpoch : plan.firstBatch
    }

    /// Writes the next batch; false when there is none.
    func fill(_ batch: inout Batch) throws -> Bool {
        if index >= batchesPerEpoch {
            guard isEndless else { return false }
            (epoch, index) = (epoch + 1, 0)
        }
        try writer.write(&batch, epoch: epoch, index: index)
        index += 1
        // Of an evaluation all pictures of a batch may be left out.
        return batch.count > 0 ? true : try fill(&batch)
    }
}
