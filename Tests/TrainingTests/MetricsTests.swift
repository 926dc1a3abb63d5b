import FoundationEssentials
import Tensors
import Testing
import Training

@Suite struct MetricsTests {
    private func metrics(_ rows: [[Float]], _ targets: [Target], losses: [Float]? = nil, count: Int? = nil) throws
        -> Metrics
    {
        var metrics = Metrics(classCount: rows[0].count)
        try metrics.add(rows, losses: losses ?? rows.map { _ in 1 }, targets: targets, count: count)
        return metrics
    }

    @Test func countsByHand() throws {
        let found = try metrics([[1, 3, 2], [5, 4, 0], [0, 0, 1]], [1, 1, 2], losses: [0.5, 1, 3])
        #expect(found.tally.samples == 3)
        #expect(found.tally.top1Count == 2)
        #expect(found.tally.loss == 1.5)
        #expect(found.confusion == [[0, 0, 0], [1, 1, 0], [0, 0, 1]])
    }

    @Test func tiesCountAgainst() throws {
        let found = try metrics([[1, 1, 0], [2, 2, 2]], [0, 2])
        #expect(found.tally.top1Count == 0)
        #expect(found.tally.top5Count == 2)
        #expect(found.confusion == [[1, 0, 0], [0, 0, 0], [1, 0, 0]])
    }

    @Test func countsFiveOfMany() throws {
        let scores: [Float] = [9, 8, 7, 6, 5, 4]
        #expect(try (0..<6).map { try metrics([scores], [Target($0)]).tally.top5Count } == [1, 1, 1, 1, 1, 0])
        #expect(try metrics([[9, 8, 7, 6, 5, 5]], [4]).tally.top5Count == 0)
    }

    @Test func whatIsNoNumberIsWrong() throws {
        let nan = Float.nan
        let found = try metrics([[nan, nan], [nan, 1], [nan, 1], [1, nan]], [0, 1, 0, 0])
        #expect(found.tally.top1Count == 0)
        #expect(found.tally.top5Count == 2)
        #expect(found.confusion == [[2, 1], [0, 1]])
    }

    @Test func leavesPaddingOut() throws {
        let found = try metrics([[1, 0], [0, 1], [1, 0]], [0, 1, 1], losses: [1, 3, 100], count: 2)
        #expect((found.tally.samples, found.tally.top1, found.tally.loss) == (2, 1, 2))
    }

    @Test func theLargerShareOfAMixtureIsRight() throws {
        let scores: [Float] = [0, 1]
        let found = try [0.25, 0.5, 0.75].map {
            try metrics([scores], [Target(0, mixedWith: 1, share: $0)]).tally.top1Count
        }
        #expect(found == [0, 0, 1])
    }

    @Test func encodesThePromisedKeys() throws {
        let evaluation = Evaluation(
            try metrics([[1, 0], [1, 0]], [0, 1], losses: [.infinity, 1]), classes: ["a", "b"])
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let text = String(decoding: try encoder.encode(evaluation), as: UTF8.self)
        #expect(
            text == #"{"classes":["a","b"],"confusion":[[1,0],[1,0]],"loss":null,"samples":2,"top1":0.5,"top5":1}"#)
    }
}

extension Metrics {
    /// - Parameter rows: the scores of each picture.
    mutating func add(_ rows: [[Float]], losses: [Float], targets: [Target], count: Int? = nil) throws {
        var batch = try Batch(pixels: [], targets: targets, classCount: rows[0].count)
        batch.count = count ?? rows.count
        rows.flatMap { $0 }.withUnsafeBufferPointer { scores in
            losses.withUnsafeBufferPointer { losses in
                add(batch, scores: scores, losses: losses)
            }
        }
    }
}
