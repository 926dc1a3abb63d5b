import Execution
import FoundationEssentials
import Networks
import SpecCompiler
import Tensors
import TestSupport
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

    @Test func countsAmongAnyNumber() throws {
        let found = try metrics([[9, 8, 7], [9, 8, 7], [9, 8, 7], [.nan, 1, 0]], [0, 1, 2, 0])
        #expect((1...3).map(found.top) == [0.25, 0.5, 0.75])
        #expect(found.top(1) == found.tally.top1)
    }

    /// By hand, in bins of 1/15: three right at 0.95 and one wrong at 0.95 fall into (14/15, 1], a wrong one at 0.6 into
    /// (8/15, 9/15].
    @Test func calibration() {
        var calibration = Calibration()
        #expect(calibration.error == 0)
        for isRight in [true, true, true, false] { calibration.add(confidence: 0.95, isRight: isRight) }
        calibration.add(confidence: 0.6, isRight: false)
        #expect(abs(calibration.error - (4.0 / 5 * (0.95 - 0.75) + 1.0 / 5 * 0.6)) < 1e-12)
    }

    /// What the error is the sum of, on the same numbers.
    @Test func binsOfCalibration() throws {
        var calibration = Calibration()
        for isRight in [true, true, true, false] { calibration.add(confidence: 0.95, isRight: isRight) }
        calibration.add(confidence: 0.6, isRight: false)
        let bins = calibration.summaries
        #expect(bins.count == 15 && bins.map(\.pictures).reduce(0, +) == 5)
        #expect(bins[14].pictures == 4 && bins[14].accuracy == 0.75 && bins[14].to == 1)
        #expect(abs(try #require(bins[14].confidence) - 0.95) < 1e-12)
        #expect(bins[8].pictures == 1 && bins[8].accuracy == 0 && bins[8].confidence == 0.6)
        #expect(bins[0].accuracy == nil && bins[0].confidence == nil && bins[0].from == 0)
    }

    /// Softmax of `[ln 3, 0]` is 3/4, of `[ln 9, 0]` 9/10. The third picture is right, the fifth's score is no number.
    @Test func theSurestMistakesComeFirst() throws {
        let (ln3, ln9) = (Float(1.0986122886681098), Float(2.1972245773362196))
        let found = try metrics([[ln3, 0], [0, ln9], [ln9, 0], [0, ln3], [.nan, 0]], [1, 0, 0, 0, 0])
        #expect(found.mistakes.map(\.picture) == [1, 0, 3])
        #expect(found.mistakes.map(\.answer) == [1, 0, 1] && found.mistakes.map(\.label) == [0, 1, 0])
        for (mistake, confidence) in zip(found.mistakes, [0.9, 0.75, 0.75]) {
            #expect(abs(mistake.confidence - confidence) < 1e-6)
        }
        var surest = SurestMistakes()
        for picture in 0..<100 {
            surest.add(WrongAnswer(picture: picture, label: 0, answer: 1, confidence: Double(picture * 37 % 100) / 100))
        }
        // 37 · 27 = 999, so picture 27 has 99 hundredths.
        #expect(surest.answers.count == 24 && surest.answers[0].picture == 27)
        #expect(surest.answers.map(\.confidence) == (76...99).reversed().map { Double($0) / 100 })
    }

    /// Where pictures are left out, those behind them keep their numbers.
    @Test func mistakesHaveTheNumbersOfTheirPictures() throws {
        var metrics = Metrics(classCount: 2)
        let batch = try Batch(pixels: [], targets: [0, 1], classCount: 2, samples: [3, 7])
        let (scores, losses): ([Float], [Float]) = ([0, 1, 3, 0], [1, 1])
        scores.withUnsafeBufferPointer { scores in
            losses.withUnsafeBufferPointer { metrics.add(batch, scores: scores, losses: $0) }
        }
        #expect(metrics.mistakes.map(\.picture) == [7, 3])
    }

    @Test func anEvaluationIsReadAsItWasWritten() throws {
        let evaluation = Evaluation(
            try metrics([[1, 0, 3], [1, 0, 2], [0, 5, 1]], [0, 1, 1]), classes: ["a", "b", "c"], topCount: 2,
            name: { $0 == 0 ? "a/\u{1B}1.png" : nil })
        #expect(evaluation.mistakes.map(\.title) == ["`a/\\u{1B}1.png`", "number 1"])
        let bytes = try JSONEncoder().encode(evaluation)
        #expect(try JSONDecoder().decode(Evaluation.self, from: bytes) == evaluation)
        let text = String(decoding: bytes, as: UTF8.self)
        for (part, other) in [
            (#""classes":["a","b","c"]"#, #""classes":["a","b"]"#), (#""label":0"#, #""label":7"#),
            (#""samples":3"#, #""samples":-3"#), (#""split":"test""#, #""split":"else""#),
        ] {
            let changed = text.replacing(part, with: other)
            #expect(changed != text, "\(part) in \(text)")
            #expect(throws: DecodingError.self) { try JSONDecoder().decode(Evaluation.self, from: Data(changed.utf8)) }
        }
    }

    /// `softmax([ln 3, 0]) = [0.75, 0.25]`
    @Test func confidenceIsTheLargestProbability() throws {
        let found = try metrics([[Float(1.0986122886681098), 0]], [1])
        #expect(abs(found.calibration.error - 0.75) < 1e-7)
    }

    @Test func resultsOfEachClass() throws {
        let evaluation = try Evaluation(
            metrics([[1, 0, 0], [1, 0, 0], [0, 1, 0], [1, 0, 0]], [0, 1, 1, 1]), classes: ["a", "b", "c"])
        #expect(evaluation.perClass.map(\.recall) == [1, 1.0 / 3, nil])
        #expect(evaluation.perClass.map(\.precision) == [1.0 / 3, 1, nil])
        #expect(evaluation.perClass.map(\.pictures) == [1, 3, 0])
    }

    @Test func oneMoreTensorIsNotSeveral() throws {
        let tiny = try TinyTraining(in: TemporaryFolder(), middle: "relu\n  - batch-norm: {name: second}")
        let parameters = try ParameterStore(tiny.experiment.network)
        for (count, end) in [(8, "(1 of 10)"), (9, " and 1 more tensor"), (10, " and 2 more tensors")] {
            for entry in parameters.entries.prefix(count) { parameters.values[entry.range.lowerBound] = .nan }
            let mistake = NonFiniteWeights(parameters, from: "w")
            #expect(mistake?.description.hasSuffix(end) == true, "\(mistake?.description ?? "nothing")")
        }
    }

    @Test func encodesThePromisedKeys() throws {
        let evaluation = Evaluation(
            try metrics([[1, 0], [1, 0]], [0, 1], losses: [.infinity, 1]), classes: ["a", "b"])
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let text = String(decoding: try encoder.encode(evaluation), as: UTF8.self)
        let keys = ["calibrationError", "classes", "confusion", "loss", "perClass", "samples", "split", "top", "top1"]
        for key in keys + ["top5", "topCount", "views"] { #expect(text.contains("\"\(key)\":"), "\(text)") }
        #expect(text.contains(#""classes":["a","b"],"confusion":[[1,0],[1,0]],"loss":null,"#), "\(text)")
        #expect(text.contains(#""perClass":[{"name":"a","pictures":1,"precision":0.5,"recall":1},"#), "\(text)")
        #expect(
            text.contains(#""split":"test","top":0.5,"top1":0.5,"top5":1,"topCount":1,"views":"whole"}"#), "\(text)")
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
