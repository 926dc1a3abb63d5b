import Diagnostics
import Training

/// Which classes are taken for which, for people: a row for each class, with its number, by which the columns are called.
///
/// Where a line would be longer than 80 columns, the counts are apart from names, recall and precision, in as many pieces as they need.
struct ClassMatrixText {
    private static let mostColumns = 80
    private static let mostNameColumns = 40

    private let evaluation: Evaluation
    /// Each class: `3 cat`.
    private let rows: [String]
    private let rowLength: Int
    /// Of a column of counts, the space before it counted.
    private let countLength: Int
    /// Of the number of a class.
    private let numberLength: Int

    init(_ evaluation: Evaluation) {
        self.evaluation = evaluation
        let numberLength = String(max(0, evaluation.classes.count - 1)).count
        rows = evaluation.classes.enumerated().map { number, name in
            padded("\(number)", to: numberLength, onLeft: true) + " "
                + beginning(of: printable(name), to: Self.mostNameColumns)
        }
        rowLength = rows.reduce(0) { max($0, columns($1)) }
        countLength = evaluation.confusion.joined().reduce(max(2, numberLength)) { max($0, String($1).count) } + 1
        self.numberLength = numberLength
    }

    var lines: [String] {
        let title = "right class (row) and answer (column), by number"
        let results = ["recall", "precision"]
        let count = evaluation.classes.count
        guard rowLength + count * countLength + Self.resultLength > Self.mostColumns else {
            return ["", title + "; recall and precision", heading(rowLength, 0..<count) + text(results)]
                + rows.indices.map { padded(rows[$0], to: rowLength) + counts($0, 0..<count) + text(ofClass: $0) }
        }
        let most = max(1, (Self.mostColumns - numberLength) / countLength)
        return ["", padded("class", to: rowLength) + text(results)]
            + rows.indices.map { padded(rows[$0], to: rowLength) + text(ofClass: $0) }
            + stride(from: 0, to: count, by: most).flatMap { first in
                let shown = first..<min(count, first + most)
                return ["", title, heading(numberLength, shown)]
                    + rows.indices.map { padded("\($0)", to: numberLength, onLeft: true) + counts($0, shown) }
            }
    }

    private func heading(_ length: Int, _ shown: Range<Int>) -> String {
        padded("", to: length) + shown.map { padded("\($0)", to: countLength, onLeft: true) }.joined()
    }

    private func counts(_ row: Int, _ shown: Range<Int>) -> String {
        evaluation.confusion[row][shown].map { padded("\($0)", to: countLength, onLeft: true) }.joined()
    }

    /// Recall and precision.
    private func text(ofClass number: Int) -> String {
        let result = evaluation.perClass[number]
        return text([RunWords.share(result.recall), RunWords.share(result.precision)])
    }

    private static let resultLength = 21

    private func text(_ results: [String]) -> String {
        padded(results[0], to: 10, onLeft: true) + padded(results[1], to: 11, onLeft: true)
    }
}
