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
    private let steps: [PictureStep]
    /// The form in which pictures are read, where that is the same for all.
    private let form: PictureForm
    /// Cuts its window out of pictures while they are read, in the place of the first step.
    private let firstCut: (crop: RandomResizedCrop, place: Int)?
    private let augmentationCount: Int
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
        augmentationCount = settings.augmentations.count
        let isTraining = plan.phase == .training
        let steps = settings.steps(in: plan.phase)
        // What can be done while a picture is read is no step of its own.
        if isTraining, settings.fit != nil, let crop = steps.first?.augmentation as? RandomResizedCrop {
            (form, firstCut, self.steps) = (.whole, (crop, steps[0].place), Array(steps.dropFirst()))
        } else if let cut = steps.first?.augmentation as? MiddleCut, !isTraining || !settings.trainsOnWholePictures {
            (form, firstCut, self.steps) = (.shown(cut.fit, cut.place), nil, Array(steps.dropFirst()))
        } else {
            form = settings.fit.map { isTraining && settings.trainsOnWholePictures ? .whole : .resized($0) } ?? .whole
            (firstCut, self.steps) = (nil, steps)
        }
        table = settings.normalization.table
    }

    /// Writes a picture, row-major, in the size of its epoch.
    ///
    /// - Throws: `DataError` when the picture does not get the network's shape, `OutOfMemory`, and what reading throws.
    ///   In evaluation `SkippedPicture` for one that is left out; in training another of its class takes its place.
    func write(_ sample: Int, epoch: Int, into numbers: UnsafeMutableBufferPointer<Float>) throws {
        guard plan.phase == .training else { return try write(exactly: sample, epoch: epoch, into: numbers) }
        var next = sample
        while true {
            do {
                return try write(exactly: next, epoch: epoch, into: numbers)
            } catch let skipped as SkippedPicture {
                guard let other = pictures.substitute(for: next), other != sample else {
                    throw skipped.ofAll(in: splitName)
                }
                next = other
            }
        }
    }

    private func write(
        exactly sample: Int, epoch: Int, into numbers: UnsafeMutableBufferPointer<Float>
    ) throws {
        let arriving = try pictures.read(sample, as: form(of: sample, epoch: epoch), into: &source)
        try findShapes(of: sample, arriving: arriving)
        for (place, step) in steps.enumerated() {
            let view = PictureView(
                UnsafeBufferPointer(try source.bytes(shapes[place].elementCount)), shape: shapes[place])
            let room = try target.bytes(shapes[place + 1].elementCount)
            switch plan.phase {
            case .training:
                var draws = draws(sample, epoch: epoch, place: step.place)
                step.augmentation.apply(to: view, into: room, &draws)
            case .evaluation:
                step.augmentation.applyInEvaluation(to: view, into: room)
            }
            swap(&source, &target)
        }
        let shape = try bringToSize(ofEpoch: epoch, sample)
        normalize(UnsafeBufferPointer(try source.bytes(shape.elementCount)), shape, into: numbers)
    }

    private func draws(_ sample: Int, epoch: Int, place: Int) -> PictureDraws {
        PictureDraws(seed: plan.seed, epoch: epoch, sample: sample, place: place)
    }

    private func form(of sample: Int, epoch: Int) -> PictureForm {
        guard let (crop, place) = firstCut else { return form }
        let draws = draws(sample, epoch: epoch, place: place)
        return .window(
            { size in
                var draws = draws
                return crop.window(of: size, &draws)
            }, size: crop.pictureSize)
    }

    /// - Returns: the shape of the picture in `source` then.
    private func bringToSize(ofEpoch epoch: Int, _ sample: Int) throws -> Shape {
        guard let phase = plan.size(inEpoch: epoch) else { return outputShape }
        let view = PictureView(UnsafeBufferPointer(try source.bytes(outputShape.elementCount)), shape: outputShape)
        let shape = phase.shape(of: outputShape)
        var draws = draws(sample, epoch: epoch, place: augmentationCount)
        phase.write(view, into: try target.bytes(shape.elementCount), &draws)
        swap(&source, &target)
        return shape
    }

    private func findShapes(of sample: Int, arriving: Shape) throws(DataError) {
        guard shapes.first != arriving else { return }
        shapes = [arriving]
        var shape = arriving
        do throws(DataError) {
            for step in steps {
                shape = try step.augmentation.outputShape(of: shape)
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
