import Tensors

/// Writes batches: which pictures, how changed, normalised. A batch depends on the settings, its epoch and its place
/// alone.
///
/// Not for two threads at a time: it keeps the epoch's order and room for two pictures.
final class BatchWriter {
    private let pictures: any PictureSet
    private let split: Dataset.Split
    private let shape: Shape
    private let steps: [(augmentation: any Augmentation, output: Shape)]
    private let table: [Float]
    private let order: EpochOrder
    private let plan: BatchPlan
    private var source: [UInt8]
    private var target: [UInt8]

    /// The shape of a written picture.
    let outputShape: Shape

    init(_ dataset: Dataset, _ split: Dataset.Split, settings: DataSettings, plan: BatchPlan) throws(DataError) {
        pictures = dataset[split]
        shape = dataset.shape
        self.split = split
        self.plan = plan
        table = settings.normalization.table
        order = EpochOrder(count: pictures.count, seed: settings.shuffles && plan.phase == .training ? plan.seed : nil)
        var steps: [(any Augmentation, Shape)] = []
        var output = shape
        for augmentation in settings.augmentations {
            output = try augmentation.outputShape(of: output)
            steps.append((augmentation, output))
        }
        self.steps = steps
        outputShape = output
        let room = max(shape.elementCount, steps.map(\.1.elementCount).max() ?? 0)
        source = [UInt8](repeating: 0, count: room)
        target = source
    }

    /// Writes the batch at place `index` of an epoch.
    func write(_ batch: inout Batch, epoch: Int, index: Int) throws {
        try batch.makeUnique()
        let first = index * plan.batchSize
        batch.epoch = epoch
        batch.index = index
        batch.count = min(plan.batchSize, pictures.count - first)
        for position in 0..<batch.count {
            let sample = order.sample(at: first + position, epoch: epoch)
            batch.set(position, to: try target(of: sample, classCount: batch.classCount), sample: sample)
            try prepare(sample, epoch: epoch)
            batch.withMutablePixels { normalize(into: $0, at: position * outputShape.elementCount) }
        }
        for position in batch.count..<plan.batchSize { batch.set(position, to: 0, sample: -1) }
        batch.withMutablePixels { $0[(batch.count * outputShape.elementCount)...].update(repeating: 0) }
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

    /// Leaves the changed picture in `source`. Every step draws from a stream of its own.
    private func prepare(_ sample: Int, epoch: Int) throws {
        let size = shape.elementCount
        try source.withUnsafeMutableBufferPointer {
            try pictures.copy(sample, into: UnsafeMutableBufferPointer(rebasing: $0[..<size]))
        }
        var arriving = shape
        for (place, step) in steps.enumerated() {
            source.withUnsafeBufferPointer { source in
                target.withUnsafeMutableBufferPointer { target in
                    let view = PictureView(
                        UnsafeBufferPointer(rebasing: source[..<arriving.elementCount]), shape: arriving)
                    let room = UnsafeMutableBufferPointer(rebasing: target[..<step.output.elementCount])
                    switch plan.phase {
                    case .training:
                        var random = KeyedRandom(seed: plan.seed, purpose: .augmentation, epoch, sample, place)
                        step.augmentation.apply(to: view, into: room, &random)
                    case .evaluation:
                        step.augmentation.applyInEvaluation(to: view, into: room)
                    }
                }
            }
            swap(&source, &target)
            arriving = step.output
        }
    }

    private func normalize(into pixels: UnsafeMutableBufferPointer<Float>, at start: Int) {
        let area = outputShape[1] * outputShape[2]
        source.withUnsafeBufferPointer { source in
            table.withUnsafeBufferPointer { table in
                for channel in 0..<outputShape[0] {
                    for pixel in channel * area..<(channel + 1) * area {
                        pixels[start + pixel] = table[channel << 8 | Int(source[pixel])]
                    }
                }
            }
        }
    }
}

/// The order of the pictures in each epoch.
private final class EpochOrder {
    private let count: Int
    private let seed: UInt64?
    private var known: (epoch: Int, order: [Int])?

    /// - Parameter seed: nil for the order in which the pictures are stored.
    init(count: Int, seed: UInt64?) {
        self.count = count
        self.seed = seed
    }

    func sample(at position: Int, epoch: Int) -> Int {
        guard let seed else { return position }
        if let known, known.epoch == epoch { return known.order[position] }
        var random = KeyedRandom(seed: seed, purpose: .shuffle, epoch)
        let order = random.permutation(of: count)
        known = (epoch, order)
        return order[position]
    }
}
