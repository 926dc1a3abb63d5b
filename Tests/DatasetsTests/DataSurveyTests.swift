import Datasets
import Diagnostics
import Pixels
import Recipes
import Tensors
import Testing

@Suite("surveys of data sets") struct DataSurveyTests {
    private typealias Place = Likenesses.Place

    /// 16×16 in grey: a pattern that depends on the seed, made brighter by an offset.
    private static func pattern(_ seed: Int, brighter offset: Int = 0) -> [UInt8] {
        (0..<256).map { place in
            let (row, column) = (place / 16 / 2, place % 16 / 2)
            return UInt8(40 + (row * 7 + column * column * 3 + seed * (row + 2 * column) * 11) % 150 + offset)
        }
    }

    private static func stored(
        _ pictures: [[UInt8]], _ labels: [UInt8], shape: Shape = [1, 16, 16]
    ) throws -> StoredPictures {
        try StoredPictures(pictures.flatMap { $0 }, labels: labels, shape: shape)
    }

    private func survey(
        _ train: any PictureSet, _ test: any PictureSet, channels: Int = 1, threads: Int = 2
    ) throws -> DataSurvey {
        try DataSurvey(
            of: Dataset(name: "set", classes: ["cat", "dog"], train: train, test: test), channels: channels,
            threads: threads)
    }

    /// By hand: of red 0 and 51 the mean is 25.5 / 255 and the deviation as much; of green 255 and 255 they are 1 and 0; of blue 102 and
    /// 204 they are 153 / 255 and 51 / 255.
    @Test func countsAndColours() throws {
        let pictures: [[UInt8]] = [[0, 0, 255, 255, 102, 102], [51, 51, 255, 255, 204, 204]]
        let train = try Self.stored(pictures, [1, 1], shape: [3, 1, 2])
        let test = try Self.stored([pictures[0]], [0], shape: [3, 1, 2])
        let survey = try survey(train, test, channels: 3)
        let split = try #require(survey.splits.first)
        #expect(survey.splits.map(\.split) == [.train, .test])
        #expect(split.classCounts == [0, 2])
        #expect(split.sizes == [PictureSize(height: 1, width: 2): 2])
        for (found, expected) in zip(split.means + split.deviations, [0.1, 1, 0.6, 0.1, 0, 0.2]) {
            #expect(abs(found - expected) < 1e-4, "\(found), \(expected)")
        }
        #expect(survey.isSound)
    }

    @Test func sameAndAlike() throws {
        let train = try Self.stored(
            [Self.pattern(1), Self.pattern(2), Self.pattern(1), Self.pattern(3)], [0, 1, 0, 1])
        let test = try Self.stored([Self.pattern(2, brighter: 2), Self.pattern(3), Self.pattern(5)], [0, 0, 1])
        for threads in [1, 3] {
            let likenesses = try survey(train, test, threads: threads).likenesses
            #expect(
                likenesses.duplicates == [
                    .init(earlier: Place(.train, 0), later: Place(.train, 2), haveOneLabel: true),
                    .init(earlier: Place(.train, 3), later: Place(.test, 1), haveOneLabel: false),
                ])
            #expect(
                likenesses.nearDuplicates == [
                    .init(earlier: Place(.train, 1), later: Place(.test, 0), haveOneLabel: false)
                ])
        }
    }

    /// Nothing tells dark pictures apart, so none is said to look like another.
    @Test func dark() throws {
        let train = try Self.stored([[UInt8](repeating: 0, count: 256), [UInt8](repeating: 1, count: 256)], [0, 1])
        let likenesses = try survey(train, try Self.stored([Self.pattern(1)], [0])).likenesses
        #expect(likenesses.duplicates.isEmpty && likenesses.nearDuplicates.isEmpty)
    }

    @Test func wrongLabelsAndUnreadablePictures() throws {
        let train = Faulty(pictures: try Self.stored([Self.pattern(1), Self.pattern(2), Self.pattern(3)], [0, 2, 1]))
        let survey = try survey(train, try Self.stored([Self.pattern(4)], [0]))
        let split = try #require(survey.splits.first)
        #expect(split.wronglyLabelled.map(\.number) == [1])
        #expect(split.wronglyLabelled.map(\.label) == [2])
        #expect(split.unreadable.map(\.number) == [2])
        #expect(split.unreadable.map(\.reason) == ["picture 2 is damaged"])
        #expect(split.count == 2 && split.classCounts == [1, 0])
        #expect(split.sizes.values.reduce(0, +) == 2)
        #expect(!survey.isSound)
        #expect(survey.name(of: Place(.train, 1)) == "`1.png`" && survey.name(of: Place(.test, 0)) == "test 0")
    }
}

/// Its last picture cannot be read.
private struct Faulty: PictureSet {
    let pictures: StoredPictures

    var count: Int { pictures.count }
    func label(of index: Int) -> Int { pictures.label(of: index) }
    func add(to fingerprint: inout Fingerprint) { pictures.add(to: &fingerprint) }

    func name(of index: Int) -> String? { "\(index).png" }

    func read(_ index: Int, as form: PictureForm, into room: inout PictureRoom) throws -> Shape {
        guard index < count - 1 else { throw DataError("picture \(index) is damaged") }
        return try pictures.read(index, as: form, into: &room)
    }
}
