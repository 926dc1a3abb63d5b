import Pixels
import Recipes
import Tensors

/// Writes pictures as the network gets them: changed by the augmentations, then normalised. What is written depends on the
/// settings, the picture and the epoch alone.
///
/// For one thread at a time: it keeps room for two pictures.
final class PictureWriter: @unchecked Sendable {
    private let pictures: any PictureSet
    private let splitName: String
    private let augmentations: [any Augmentation]
    private let table: [Float]
    private let plan: BatchPlan
    private let outputShape: Shape
    private var source = PictureRoom()
    private var target = PictureRoom()
    /// The shapes that the last picture had, as it came and after each augmentation; most are like the one before.
    private var shapes: [Shape] = []

    init(_ pictures: any PictureSet, splitName: String, settings: DataSettings, plan: BatchPlan, outputShape: Shape) {
        self.pictures = pictures
        self.splitName = splitName
        self.plan = plan
        self.outputShape = outputShape
        augmentations = settings.augmentations
        table = settings.normalization.table
    }

    /// Writes a picture, row-major, in the size of its epoch.
    ///
    /// - Throws: `DataError` when the picture does not get the network's shape, `OutOfMemory`, and what reading throws.
    func write(_ sample: Int, epoch: Int, into numbers: UnsafeMutableBufferPointer<Float>) throws {
        try findShapes(of: sample)
        try pictures.copy(sample, into: try source.bytes(shapes[0].elementCount))
        for (place, augmentation) in augmentations.enumerated() {
            let view = PictureView(
                UnsafeBufferPointer(try source.bytes(shapes[place].elementCount)), shape: shapes[place])
            let room = try target.bytes(shapes[place + 1].elementCount)
            switch plan.phase {
            case .training:
                var draws = PictureDraws(seed: plan.seed, epoch: epoch, sample: sample, place: place)
                augmentation.apply(to: view, into: room, &draws)
            case .evaluation:
                augmentation.applyInEvaluation(to: view, into: room)
            }
            swap(&source, &target)
        }
        let shape = try bringToSize(ofEpoch: epoch, sample)
        normalize(UnsafeBufferPointer(try source.bytes(shape.elementCount)), shape, into: numbers)
    }

    /// - Returns: the shape of the picture in `source` then.
    private func bringToSize(ofEpoch epoch: Int, _ sample: Int) throws -> Shape {
        guard let phase = plan.size(inEpoch: epoch) else { return outputShape }
        let view = PictureView(UnsafeBufferPointer(try source.bytes(outputShape.elementCount)), shape: outputShape)
        let shape = phase.shape(of: outputShape)
        var draws = PictureDraws(seed: plan.seed, epoch: epoch, sample: sample, place: augmentations.count)
        phase.write(view, into: try target.bytes(shape.elementCount), &draws)
        swap(&source, &target)
        return shape
    }

    private func findShapes(of sample: Int) throws(DataError) {
        let arriving = pictures.shape(of: sample)
        guard shapes.first != arriving else { return }
        shapes = [arriving]
        var shape = arriving
        do throws(DataError) {
            for augmentation in augmentations {
                shape = try augmentation.outputShape(of: shape)
                shapes.append(shape)
            }
        } catch {
            shapes = []
            throw DataError("picture \(sample) of the \(splitName) split: \(error.message)", help: error.help)
        }
        guard shape == outputShape else {
            shapes = []
            throw DataError(
                "picture \(sample) of the \(splitName) split must become \(outputShape), and is \(shape) after the "
                    + "augmentations", help: "bring all pictures to one size with `random-resized-crop`")
        }
    }

    private func normalize(
        _ bytes: UnsafeBufferPointer<UInt8>, _ shape: Shape, into numbers: UnsafeMutableBufferPointer<Float>
    ) {
        let area = shape[1] * shape[2]
        table.withUnsafeBufferPointer { table in
            for channel in 0..<shape[0] {
                for pixel in channel * area..<(channel + 1) * area {
                    numbers[pixel] = table[channel << 8 | Int(bytes[pixel])]
                }
            }
        }
    }
}

/// Memory for one picture, which grows with what it must hold.
private struct PictureRoom {
    private var block: MemoryBlock?

    /// - Throws: `OutOfMemory`
    mutating func bytes(_ count: Int) throws(OutOfMemory) -> UnsafeMutableBufferPointer<UInt8> {
        if let block, block.byteCount >= count {
            return UnsafeMutableBufferPointer(rebasing: block.bytes[..<count])
        }
        let larger = try MemoryBlock(byteCount: count)
        block = larger
        return larger.bytes
    }
}
