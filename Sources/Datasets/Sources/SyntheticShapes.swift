package import SpecSyntax
package import Tensors

/// Small coloured shapes on noise, made on the fly: a set that needs no files.
///
/// Ten classes of 32×32 colour pictures. Place, size, tilt, colours, shading and noise are drawn for each picture from
/// the seed, the split and the picture's number, and alike for every class: only the shape tells the class.
package struct SyntheticShapes: DataSource {
    package static let choice = ChoiceCase<any DataSource>(
        "synthetic", help: "ten kinds of small coloured shapes on noise, 32×32, made on the fly; needs no files",
        namesElsewhere: ["fake", "fakedata", "dummydata", "random"]
    ) { fields in
        SyntheticShapes(
            trainCount: fields.optional(
                "train", .integer(1...10_000_000), default: 10_000, help: "number of pictures to learn from"),
            testCount: fields.optional(
                "test", .integer(1...10_000_000), default: 2_000, help: "number of pictures to test with"),
            seed: fields.optional("seed", .integer(0...), default: 0, help: "another seed makes other pictures"))
    }

    package let trainCount: Int
    package let testCount: Int
    package let seed: Int

    package let channels = 3
    package let shape: Shape? = SyntheticPicture.shape
    package var trainingCount: Int? { trainCount }
    package let classCount = SyntheticFigure.allCases.count
    package var leastKept: Int { min(trainCount, classCount) }
    package let normalization = Normalization(mean: [0.5, 0.5, 0.5], deviation: [0.26, 0.26, 0.26])

    package init(trainCount: Int = 10_000, testCount: Int = 2_000, seed: Int = 0) {
        self.trainCount = trainCount
        self.testCount = testCount
        self.seed = seed
    }

    package func open(in folder: String?) -> Dataset {
        Dataset(
            name: "synthetic", classes: SyntheticFigure.allCases.map(\.rawValue),
            train: SyntheticPictures(count: trainCount, seed: UInt64(seed), split: 0),
            test: SyntheticPictures(count: testCount, seed: UInt64(seed), split: 1))
    }
}

/// One split of the synthetic set.
private struct SyntheticPictures: PictureSet {
    let count: Int
    let seed: UInt64
    let split: Int

    func shape(of index: Int) -> Shape { SyntheticPicture.shape }

    /// All that the pictures are made from, in place of the pictures; and by which version of this code.
    func add(to fingerprint: inout Fingerprint) {
        fingerprint.add("synthetic 1")
        for number in [UInt64(count), seed, UInt64(split)] { fingerprint.add(number) }
    }

    /// Classes take turns, so that each is there equally often.
    func label(of index: Int) -> Int { index % SyntheticFigure.allCases.count }

    func copy(_ index: Int, into target: UnsafeMutableBufferPointer<UInt8>) {
        var random = KeyedRandom(seed: seed, purpose: .synthesis, split, index)
        SyntheticPicture(of: SyntheticFigure.allCases[label(of: index)], &random).draw(into: target, &random)
    }
}
