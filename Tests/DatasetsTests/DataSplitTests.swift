import Datasets
import Recipes
import TestSupport
import Testing

@Suite struct DataSplitTests {
    /// 60 pictures of class 0, 30 of class 1 and 10 of class 2.
    private let labels = (0..<100).map { $0 < 60 ? 0 : $0 < 90 ? 1 : 2 }

    private func split(
        same: [(earlier: Int, later: Int)] = [], unreadable: Set<Int> = [], validation: Double = 0.1,
        test: Double = 0.2,
        seed: UInt64 = 1
    ) -> DataSplit {
        DataSplit(
            labels: labels, classes: ["a", "b", "c"], same: same, unreadable: unreadable,
            shares: .init(validation: validation, test: test), seed: seed)
    }

    private func counts(_ split: DataSplit, _ part: Dataset.Split) -> [Int] {
        (0..<3).map { label in labels.indices.count { labels[$0] == label && split.splits[$0] == part } }
    }

    @Test func takesOfEachClassItsShare() {
        let split = split()
        #expect(counts(split, .test) == [12, 6, 2])
        #expect(counts(split, .validation) == [6, 3, 1])
        #expect(counts(split, .train) == [42, 21, 7])
        #expect(split.remarks == [])
        #expect(split.count(of: .train) == 70)
    }

    @Test func aShareOfNothingIsNone() {
        let split = split(test: 0)
        #expect(split.count(of: .test) == 0)
        #expect(counts(split, .validation) == [6, 3, 1])
    }

    @Test func dependsOnTheSeedAlone() {
        #expect(split().splits == split().splits)
        #expect(split().splits != split(seed: 2).splits)
    }

    /// Copies, some in another class, are where their first is, and shares hold all the same.
    @Test(arguments: 0..<20) func samePicturesAreInOneSplit(seed: UInt64) {
        let same = (0..<20).map { (earlier: $0, later: $0 + 20) } + [(earlier: 0, later: 95), (earlier: 61, later: 62)]
        let split = split(same: same, seed: seed)
        for pair in same { #expect(split.splits[pair.earlier] == split.splits[pair.later]) }
        #expect(split.splits.allSatisfy { $0 != nil })
        let tested = counts(split, .test)
        #expect((11...13).contains(tested[0]) && (5...6).contains(tested[1]), "\(tested)")
    }

    @Test func picturesThatCannotBeUsedAreInNone() {
        let split = split(unreadable: [3, 70])
        #expect(split.splits[3] == nil && split.splits[70] == nil)
        #expect(split.remarks == ["2 pictures cannot be used, and are in no split"])
    }

    /// Of a class of one or two pictures something is left to learn from, and it is said where nothing is apart.
    @Test func smallClassesAreToldOf() {
        let split = DataSplit(
            labels: [0, 1, 1, 2, 2, 2], classes: ["one", "two", "three"], same: [], unreadable: [],
            shares: .init(validation: 0.1, test: 0.1), seed: 0)
        let counts = (0..<3).map { label in
            [Dataset.Split.train, .validation, .test].map { part in
                [0, 1, 1, 2, 2, 2].indices.count { [0, 1, 1, 2, 2, 2][$0] == label && split.splits[$0] == part }
            }
        }
        #expect(counts == [[1, 0, 0], [2, 0, 0], [1, 1, 1]])
        #expect(
            split.remarks == [
                "the test split has no picture of 2 classes, which have too few: `one`, `two`",
                "the validation split has no picture of 2 classes, which have too few: `one`, `two`",
            ])
    }

    @Test func listsAreReadBack() throws {
        let folder = try TemporaryFolder()
        let names = ["a, b/1.png", "q\"uote/2.png", "plain/3 x.png"]
        var list = PictureListText()
        for (number, name) in names.enumerated() {
            try folder.write(shade(UInt8(number)), to: name)
            let own = try #require(name.split(separator: "/").first)
            try list.add(path: name, class: String(own), split: .train)
        }
        try list.add(path: names[0], class: "a, b", split: .test)
        try folder.write(list.text, to: "splits.csv")
        let set = try settings(folder.path, lists: PictureLists(train: "splits.csv")).open(in: nil as String?)
        #expect(set.classes == ["a, b", "plain", "q\"uote"])
        #expect(try (0..<3).map { try set.train.bytes(of: $0)[0] } == [0, 1, 2])
        #expect(set.test?.count == 1)
        #expect(throws: DataError.self) { try list.add(path: " x.png", class: "a", split: .train) }
    }
}
