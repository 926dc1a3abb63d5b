import Diagnostics
import Foundation
import Reports
import Testing
import Training

@Suite struct EvaluationTextTests {
    /// An evaluation as its JSON has it.
    private func evaluation(
        _ confusion: [[Int]], classes: [String], mistakes: [[String: Any]] = []
    ) throws -> Evaluation {
        let samples = confusion.joined().reduce(0, +)
        let object: [String: Any] = [
            "split": "test", "samples": samples, "loss": 1, "top1": 0.5, "top5": 1, "top": 0.5, "topCount": 1,
            "calibrationError": 0, "confusion": confusion, "classes": classes, "mistakes": mistakes, "views": "whole",
        ]
        return try JSONDecoder().decode(Evaluation.self, from: JSONSerialization.data(withJSONObject: object))
    }

    private func lines(_ evaluation: Evaluation) -> [String] {
        EvaluationText(evaluation).render().components(separatedBy: "\n")
    }

    @Test func fewClasses() throws {
        let lines = lines(try evaluation([[1, 0, 0], [2, 1, 0], [0, 0, 0]], classes: ["a", "猫", "c"]))
        #expect(
            lines == [
                "test: top-1 50.00 %, loss 1.0000, calibration error 0.00 %, 4 pictures", "",
                "right class (row) and answer (column), by number; recall and precision",
                "      0  1  2    recall  precision", "0 a   1  0  0  100.00 %    33.33 %",
                "1 猫  2  1  0   33.33 %   100.00 %", "2 c   0  0  0         –          –", "",
            ], "\(lines)")
    }

    @Test func onePictureIsNotSeveral() throws {
        let headline = EvaluationText(try evaluation([[1, 0], [0, 0]], classes: ["a", "b"])).headline
        #expect(headline.hasSuffix(", 1 picture"), "\(headline)")
    }

    private static let cifar = [
        "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck",
    ]

    /// Counts of three digits leave room for all on a line; of four they are apart. A column and its row have one number.
    @Test(arguments: [(999, false), (1000, true)]) func tenClasses(count: Int, isApart: Bool) throws {
        let confusion = (0..<10).map { row in (0..<10).map { $0 == row ? count : row } }
        let lines = lines(try evaluation(confusion, classes: Self.cifar))
        #expect(lines.dropFirst().allSatisfy { columns($0) <= 80 }, "\(lines)")
        let heads = lines.filter { $0.hasSuffix("9") && $0.contains(" 0 ") || $0.contains("recall  precision") }
        #expect(heads.count == (isApart ? 2 : 1))
        #expect(lines.contains { $0.hasPrefix("3 cat ") && $0.contains("97.") })
        let row = try #require(
            lines.first { $0.hasPrefix(isApart ? "3    3    3    3 1000" : "3 cat          3   3   3 999") })
        let heading = try #require(lines.first { $0.contains(" 0 ") && $0.contains(" 9") && $0.contains(" 3 ") })
        let place = try #require(row.range(of: "\(count)")?.upperBound)
        #expect(
            row.distance(from: row.startIndex, to: place)
                == heading.distance(from: heading.startIndex, to: try #require(heading.range(of: " 3")?.upperBound)))
    }

    @Test func twentyClassesOfManyPicturesTakeSeveralPieces() throws {
        let confusion = (0..<20).map { row in (0..<20).map { $0 == row ? 100_000 : 7 } }
        let names = (0..<20).map { "class of a long name with many words, number \($0)" }
        let lines = lines(try evaluation(confusion, classes: names))
        #expect(lines.dropFirst().allSatisfy { columns($0) <= 80 }, "\(lines)")
        // Of 7 columns each 11 fit beside a number of 2.
        #expect(lines.count { $0.hasPrefix("right class") } == 2)
        #expect(lines.contains { $0.hasPrefix("19") && $0.hasSuffix(" 100000") })
    }

    @Test func hundredClassesTellTheWorst() throws {
        var confusion = (0..<100).map { row in (0..<100).map { $0 == row ? 100 : 0 } }
        (confusion[5][5], confusion[5][70], confusion[5][9]) = (31, 40, 29)
        confusion[6] = [Int](repeating: 0, count: 100)
        let names = (0..<100).map { $0 == 70 ? "a seal \u{1B}of so long a name that it ends no line" : "class \($0)" }
        let lines = lines(try evaluation(confusion, classes: names))
        #expect(lines.dropFirst().allSatisfy { columns($0) <= 80 }, "\(lines)")
        #expect(lines.count == 14)
        #expect(lines[2] == "least found    recall  precision  mostly taken for")
        #expect(lines[3] == "class 5       31.00 %   100.00 %  a seal \\u{1B}of so …, 40 of 100", "\(lines)")
        #expect(lines[4] == "class 0      100.00 %   100.00 %  –", "\(lines)")
    }

    /// Names come from outside.
    @Test func surestMistakesAreNamedSafely() throws {
        let lines = lines(
            try evaluation(
                [[1, 1], [1, 1]], classes: ["a", "b"],
                mistakes: [
                    ["picture": 2, "label": 0, "answer": 1, "confidence": 0.75, "name": "a/\u{1B}[2J\n.png"],
                    ["picture": 0, "label": 1, "answer": 0, "confidence": 0.5],
                ]))
        #expect(
            lines.suffix(4) == ["", "surest mistakes", "  `a/\\u{1B}[2J\\u{A}.png` is a, taken for b at 75.00 %", ""],
            "\(lines)")
    }
}
