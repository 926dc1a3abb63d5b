import Datasets
import Recipes
import SpecSyntax
import Tensors
import Testing

/// Pictures of different sizes: picture `n` is `[1, 2 + n % 3, 3 + n % 4]`, each byte its number.
private struct Mixed: ShapedPictures {
    let count: Int

    func shape(of index: Int) -> Shape { [1, 2 + index % 3, 3 + index % 4] }
    func label(of index: Int) -> Int { index % 7 }
    func add(to fingerprint: inout Fingerprint) {}

    func copy(_ index: Int, into target: UnsafeMutableBufferPointer<UInt8>) {
        for place in target.indices { target[place] = UInt8(index) }
    }
}

private struct MixedSource: DataSource {
    static let choice = ChoiceCase<any DataSource>("mixed", help: "") { _ in MixedSource() }

    let channels = 1
    let shape: Shape? = nil
    let classCount: Int? = 7
    let trainingCount: Int? = nil
    let normalization = Normalization.none(channels: 1)

    func open(in folder: String?) -> Dataset {
        let pictures = Mixed(count: 60)
        return Dataset(name: "mixed", classes: (0..<7).map { "\($0)" }, train: pictures, test: pictures)
    }
}

private func batches(
    _ augmentations: [any Augmentation], _ plan: BatchPlan, threads: Int, mixtures: [any Mixture] = []
) throws -> [Batch] {
    let settings = DataSettings(source: MixedSource(), augmentations: augmentations, mixtures: mixtures)
    let loader = try BatchLoader(
        MixedSource().open(in: nil), .train, settings: settings, plan: plan, threads: threads)
    #expect(loader.pictureShape == [1, 2, 2])
    return try (0..<10).compactMap { _ in try loader.next() }
}

@Suite(.timeLimit(.minutes(1))) struct ShapesTests {
    private let crop = RandomCrop(size: Extent(2))

    @Test func picturesOfSeveralSizesComeToOne() throws {
        let found = try batches([crop, HorizontalFlip()], BatchPlan(.evaluation, batchSize: 7), threads: 1)
        #expect(found.count == 9)
        for batch in found {
            for place in 0..<batch.count {
                let pixels = batch.pixels[4 * place..<4 * place + 4]
                #expect(pixels.allSatisfy { $0 == Float(batch.samples[place]) / 255 })
            }
        }
    }

    @Test(arguments: [2, 3, 8]) func batchesAreTheSameOfAnyNumberOfThreads(threads: Int) throws {
        let plan = BatchPlan(.training, batchSize: 7, seed: 4)
        let augmentations: [any Augmentation] = [RandomCrop(size: Extent(2), padding: Extent(1)), HorizontalFlip()]
        let expected = try batches(augmentations, plan, threads: 1, mixtures: [MixUp(), CutMix()])
        let found = try batches(augmentations, plan, threads: threads, mixtures: [MixUp(), CutMix()])
        #expect(found.map(\.pixels) == expected.map(\.pixels))
        #expect(found.map(\.targets) == expected.map(\.targets))
        #expect(found.map(\.samples) == expected.map(\.samples))
    }

    @Test(arguments: [1, 3]) func theFirstFaultIsTold(threads: Int) throws {
        let settings = DataSettings(
            source: MixedSource(), augmentations: [RandomCrop(size: Extent(height: 3, width: 3))])
        let loader = try BatchLoader(
            MixedSource().open(in: nil), .train, settings: settings, plan: BatchPlan(.evaluation, batchSize: 60),
            threads: threads)
        let error = #expect(throws: DataError.self) { try loader.next() }
        #expect(
            error?.message
                == "picture 0 of the train split: `size` of `random-crop` must fit into the padded picture's 2×3, found 3"
        )
    }

    @Test func severalSizesNeedAChangeToOne() throws {
        let settings = DataSettings(source: MixedSource(), augmentations: [HorizontalFlip()])
        let error = #expect(throws: DataError.self) { try settings.pictureShape() }
        #expect(error?.message == "the pictures have several sizes, and no augmentation brings them to one")
        let cut = DataSettings(source: MixedSource(), augmentations: [HorizontalFlip(), crop])
        #expect(try cut.pictureShape() == [1, 2, 2])
    }
}
