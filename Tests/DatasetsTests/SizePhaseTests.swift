import Datasets
import Recipes
import SpecSyntax
import Tensors
import Testing

/// Pictures `[1, 4, 4]`, pixel `p` of picture `n` the byte `16 · n + p`.
private struct Counted: ShapedPictures {
    let count = 6

    func shape(of index: Int) -> Shape { [1, 4, 4] }
    func label(of index: Int) -> Int { index % 7 }
    func add(to fingerprint: inout Fingerprint) {}

    func copy(_ index: Int, into target: UnsafeMutableBufferPointer<UInt8>) {
        for place in target.indices { target[place] = UInt8(16 * index + place) }
    }
}

private struct CountedSource: DataSource {
    static let choice = ChoiceCase<any DataSource>("counted", help: "") { _ in CountedSource() }

    let channels = 1
    let shape: Shape? = [1, 4, 4]
    let classCount: Int? = 7
    let trainingCount: Int? = 6
    let normalization = Normalization.none(channels: 1)

    func open(in folder: String?) -> Dataset {
        Dataset(name: "counted", classes: (0..<7).map { "\($0)" }, train: Counted(), test: Counted())
    }
}

@Suite(.timeLimit(.minutes(1))) struct SizePhaseTests {
    private let settings = DataSettings(source: CountedSource())
    private let sizes = [SizePhase(until: 2, size: Extent(2)), SizePhase(until: 3, size: Extent(2), by: .resize)]

    private func loader(firstEpoch: Int = 0) throws -> BatchLoader {
        try BatchLoader(
            CountedSource().open(in: nil), .train, settings: settings,
            plan: BatchPlan(.training, batchSize: 3, sizes: sizes, seed: 5, firstEpoch: firstEpoch))
    }

    @Test func picturesHaveTheSizeOfTheirPhase() throws {
        let loader = try loader()
        for epoch in 0..<4 {
            for _ in 0..<2 {
                let batch = try #require(try loader.next())
                #expect(batch.epoch == epoch)
                #expect(batch.pictureSize == (epoch < 3 ? 4 : 16))
                let bytes = batch.pixels.map { Int(($0 * 255).rounded()) }
                for (place, sample) in batch.samples.enumerated() {
                    let picture = bytes[place * batch.pictureSize..<(place + 1) * batch.pictureSize].map {
                        $0 - 16 * sample
                    }
                    switch epoch {
                    case 0, 1: #expect(picture == [0, 1, 4, 5].map { $0 + picture[0] })
                    // As torch.nn.functional.interpolate makes them, bilinear with antialiasing.
                    case 2: #expect(picture == [4, 5, 10, 11])
                    default: #expect(picture == Array(0..<16))
                    }
                }
            }
        }
    }

    @Test func goesOnInAnyPhase() throws {
        let whole = try loader()
        let batches = try (0..<8).map { _ in try #require(try whole.next()) }
        for epoch in 1..<4 {
            let rest = try loader(firstEpoch: epoch)
            for batch in batches.dropFirst(2 * epoch) {
                let found = try #require(try rest.next())
                #expect(found.pixels == batch.pixels)
                #expect(found.samples == batch.samples)
            }
        }
    }
}
