import Datasets
import Glibc
import Recipes
import SpecSyntax
import Tensors
import Testing

/// Pictures `[1, 1, 2]` that tell their number.
struct Numbered: ShapedPictures {
    struct Failure: Error, Equatable {}

    let count: Int
    var broken: Int?

    func label(of index: Int) -> Int { index % 7 }
    func shape(of index: Int) -> Shape { [1, 1, 2] }
    func add(to fingerprint: inout Fingerprint) {}

    func copy(_ index: Int, into target: UnsafeMutableBufferPointer<UInt8>) throws {
        if index == broken { throw Failure() }
        target[0] = UInt8(index)
        target[1] = 51
    }
}

private func set(_ count: Int, broken: Int? = nil) -> Dataset {
    let pictures = Numbered(count: count, broken: broken)
    return Dataset(
        name: "numbered", classes: (0..<7).map { "\($0)" }, train: pictures, test: pictures)
}

/// What says of `Numbered` that all its pictures have one shape.
struct NumberedSource: DataSource {
    static let choice = ChoiceCase<any DataSource>("numbered", help: "") { _ in NumberedSource() }

    let channels = 1
    let shape: Shape? = [1, 1, 2]
    let classCount: Int? = 7
    let trainingCount: Int? = nil
    let normalization = Normalization.none(channels: 1)

    func open(in folder: String?) -> Dataset { set(10) }
}

private let plain = DataSettings(source: NumberedSource(), normalization: .none(channels: 1))

private func loader(
    _ count: Int, _ plan: BatchPlan, settings: DataSettings = plain, broken: Int? = nil
) throws -> BatchLoader {
    try BatchLoader(set(count, broken: broken), .train, settings: settings, plan: plan)
}

@Suite(.timeLimit(.minutes(1))) struct BatchLoaderTests {
    @Test func evaluatesEachPictureOnceInOrder() throws {
        let loader = try loader(10, BatchPlan(.evaluation, batchSize: 4))
        #expect(loader.batchesPerEpoch == 3)
        var batches: [Batch] = []
        while let batch = try loader.next() { batches.append(batch) }
        #expect(try loader.next() == nil)
        #expect(batches.map(\.samples) == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, -1, -1]])
        #expect(batches.map { $0.targets.map(\.label) } == [[0, 1, 2, 3], [4, 5, 6, 0], [1, 2, 0, 0]])
        #expect(batches.map(\.count) == [4, 4, 2])
        #expect(batches.map(\.index) == [0, 1, 2])
        #expect(batches[2].pixels == [8 / 255, 0.2, 9 / 255, 0.2, 0, 0, 0, 0])
    }

    @Test func normalizesEachChannel() throws {
        let settings = DataSettings(
            source: NumberedSource(), normalization: Normalization(mean: [0.1], deviation: [0.5]))
        let batch = try loader(52, BatchPlan(.evaluation, batchSize: 52), settings: settings).next()
        #expect(batch?.pixels[2 * 51 + 1] == (Float(51) / 255 - 0.1) / 0.5)
        #expect(batch?.pixels[0] == -0.2)
    }

    @Test func shufflesEveryEpochAnew() throws {
        let loader = try loader(10, BatchPlan(.training, batchSize: 3, seed: 9))
        var epochs: [[Int]] = []
        for epoch in 0..<4 {
            var samples: [Int] = []
            for index in 0..<3 {
                let batch = try #require(try loader.next())
                #expect((batch.epoch, batch.index, batch.count) == (epoch, index, 3))
                samples += batch.samples
                for (place, sample) in batch.samples.enumerated() {
                    #expect(batch.pixels[2 * place] == Float(sample) / 255)
                    #expect(batch.targets[place] == Target(sample % 7))
                }
            }
            #expect(Set(samples).count == 9)
            epochs.append(samples)
        }
        #expect(Set(epochs).count == 4)
    }

    @Test func keepsTheLastPicturesOfAnEpochInABatchOfTheirOwn() throws {
        let loader = try loader(10, BatchPlan(.training, batchSize: 4, keepsPartialBatch: true, seed: 9))
        #expect(loader.batchesPerEpoch == 3)
        for epoch in 0..<3 {
            let batches = try (0..<3).map { _ in try #require(try loader.next()) }
            #expect(batches.map(\.size) == [4, 4, 2])
            #expect(batches.map(\.count) == [4, 4, 2])
            #expect(batches.map(\.epoch) == [epoch, epoch, epoch])
            #expect(Set(batches.flatMap(\.samples)) == Set(0..<10))
            #expect(batches[2].pixels == batches[2].samples.flatMap { [Float($0) / 255, 0.2] })
        }
    }

    @Test func keepsTheOrderWithoutShuffling() throws {
        let settings = DataSettings(source: NumberedSource(), normalization: .none(channels: 1), shuffles: false)
        let loader = try loader(5, BatchPlan(.training, batchSize: 2), settings: settings)
        #expect(try (0..<3).map { _ in try loader.next()?.samples } == [[0, 1], [2, 3], [0, 1]])
    }

    @Test(arguments: [(0, 1), (1, 0), (2, 2), (1, 4)]) func goesOnWhereItLeftOff(epoch: Int, index: Int) throws {
        let settings = DataSettings(
            source: NumberedSource(),
            augmentations: [RandomCrop(size: Extent(1), padding: Extent(1)), HorizontalFlip()],
            normalization: .none(channels: 1))
        let whole = try loader(10, BatchPlan(.training, batchSize: 3, seed: 4), settings: settings)
        var batches: [Batch] = []
        for _ in 0..<15 { batches.append(try #require(try whole.next())) }
        let rest = try loader(
            10, BatchPlan(.training, batchSize: 3, seed: 4, firstEpoch: epoch, firstBatch: index), settings: settings)
        for batch in batches.dropFirst(epoch * 3 + index) {
            let found = try #require(try rest.next())
            usleep(UInt32(found.index * 500))
            #expect(found.pixels == batch.pixels)
            #expect(found.samples == batch.samples)
            #expect((found.epoch, found.index) == (batch.epoch, batch.index))
        }
    }

    @Test func changesPicturesByEpochAndSampleAlone() throws {
        let settings = DataSettings(
            source: NumberedSource(), augmentations: [RandomCrop(size: Extent(1), padding: Extent(1))],
            normalization: .none(channels: 1))
        func pictures(batchSize: Int) throws -> [Int: Float] {
            let loader = try loader(12, BatchPlan(.training, batchSize: batchSize, seed: 4), settings: settings)
            var found: [Int: Float] = [:]
            for _ in 0..<12 / batchSize {
                let batch = try #require(try loader.next())
                for (sample, pixel) in zip(batch.samples, batch.pixels) { found[sample] = pixel }
            }
            return found
        }
        #expect(try pictures(batchSize: 3) == pictures(batchSize: 4))
    }

    @Test func usesBuffersAgain() throws {
        let loader = try loader(100, BatchPlan(.training, batchSize: 5))
        var places: Set<UnsafeRawPointer?> = []
        for _ in 0..<50 {
            guard let batch = try loader.next() else { break }
            places.insert(batch.withPixels { UnsafeRawPointer($0.baseAddress) })
        }
        #expect(places.count <= 6)
    }

    @Test func handsOnErrorsAfterTheBatchesBefore() throws {
        let loader = try loader(10, BatchPlan(.evaluation, batchSize: 2), broken: 5)
        #expect(try loader.next()?.samples == [0, 1])
        #expect(try loader.next()?.samples == [2, 3])
        for _ in 0..<2 { #expect(throws: Numbered.Failure()) { try loader.next() } }
    }

    @Test func endsItsThreadAtAnyTime() throws {
        for taken in 0..<100 {
            let loader = try loader(10, BatchPlan(.training, batchSize: 2))
            for _ in 0..<taken % 6 { _ = try loader.next() }
        }
    }

    @Test func refusesBatchesLargerThanTheSplit() {
        let error = #expect(throws: DataError.self) { try loader(10, BatchPlan(.training, batchSize: 11)) }
        #expect(
            error?.message == "a batch must have at most the 10 pictures of the train split of `numbered`, found 11")
    }

    @Test func refusesLabelsBeyondTheClasses() throws {
        let pictures = Numbered(count: 10)
        let set = Dataset(name: "numbered", classes: ["a", "b"], train: pictures, test: pictures)
        let loader = try BatchLoader(set, .train, settings: plain, plan: BatchPlan(.evaluation, batchSize: 4))
        let error = #expect(throws: DataError.self) { try loader.next() }
        #expect(error?.message == "the label of picture 2 of the train split must be from 0 to 1, found 2")
    }

    @Test func measuresWaiting() throws {
        let loader = try loader(10, BatchPlan(.evaluation, batchSize: 2))
        #expect(loader.waited == .zero)
        _ = try loader.next()
        #expect(loader.waited > .zero)
    }
}
