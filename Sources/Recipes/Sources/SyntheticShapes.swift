package import SpecSyntax
package import Tensors

/// Small coloured shapes on noise, made on the fly: a set that needs no files.
///
/// Ten classes of 32×32 colour pictures. Place, size, tilt, colours, shading and noise are drawn for each picture from
/// the seed, the split and the picture's number, and alike for every class: only the shape tells the class.
package struct SyntheticShapes: DataSource {
    package static let choice = ChoiceCase<any DataSource>(
        "synthetic", help: "ten kinds of small coloured shapes on noise, 32×32, made on the fly; needs no files",
        aliases: ["fake", "fakedata", "dummydata", "random"]
    ) { fields in
        let usual = SyntheticShapes()
        return SyntheticShapes(
            trainCount: fields.optional(
                "train", .integer(1...10_000_000), default: usual.trainCount, help: "number of pictures to learn from"),
            testCount: fields.optional(
                "test", .integer(1...10_000_000), default: usual.testCount, help: "number of pictures to test with"),
            seed: fields.optional(
                "seed", .integer(0...), default: usual.seed, help: "another seed makes other pictures"))
    }

    package static let pictureShape: Shape = [3, 32, 32]

    package let trainCount: Int
    package let testCount: Int
    package let seed: Int

    package let channels = 3
    package let shape: Shape? = SyntheticShapes.pictureShape
    package var trainingCount: Int? { trainCount }
    package let classCount: Int? = 10
    package var leastKept: Int { min(trainCount, 10) }
    package let normalization = Normalization(mean: [0.5, 0.5, 0.5], deviation: [0.26, 0.26, 0.26])

    package init(trainCount: Int = 10_000, testCount: Int = 2_000, seed: Int = 0) {
        self.trainCount = trainCount
        self.testCount = testCount
        self.seed = seed
    }
}
