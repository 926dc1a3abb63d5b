import Datasets
import Recipes
import Testing

@Suite struct SyntheticShapesTests {
    @Test func drawsTheSamePictureAgain() throws {
        let set = SyntheticShapes(trainCount: 20, testCount: 20, seed: 5).open(in: nil)
        let again = SyntheticShapes(trainCount: 1000, testCount: 20, seed: 5).open(in: nil)
        #expect(try set.train.bytes(of: 13) == again.train.bytes(of: 13))
    }

    @Test func drawsADifferentPictureForEachSeedSplitAndNumber() throws {
        let set = SyntheticShapes(seed: 5).open(in: nil)
        let other = SyntheticShapes(seed: 6).open(in: nil)
        let pictures = [
            try set.train.bytes(of: 3), try set.train.bytes(of: 13), try #require(set.test).bytes(of: 3),
            try other.train.bytes(of: 3),
        ]
        #expect(Set(pictures).count == 4)
    }

    @Test func hasTenClassesEquallyOften() {
        let set = SyntheticShapes(trainCount: 200, testCount: 100).open(in: nil)
        #expect(set.classes.count == 10)
        #expect(Set(set.classes).count == 10)
        #expect(set.train.count == 200)
        #expect(set.test?.count == 100)
        for label in 0..<10 { #expect((0..<200).count { set.train.label(of: $0) == label } == 20) }
    }

    /// The mean brightness of a class, over its pictures, is that of all within what chance allows.
    @Test func coloursDoNotTellTheClass() throws {
        let set = SyntheticShapes(trainCount: 4000).open(in: nil)
        var sums = [Double](repeating: 0, count: 10)
        for index in 0..<4000 {
            sums[set.train.label(of: index)] += try set.train.bytes(of: index).reduce(0) { $0 + Double($1) } / 3072
        }
        for sum in sums { #expect((115...140).contains(sum / 400)) }
    }
}
