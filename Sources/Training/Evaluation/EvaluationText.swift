/// An evaluation for people: a line of results, and the confusion matrix where it has a readable size.
package struct EvaluationText: Sendable {
    /// More classes than this would make a matrix that nobody reads.
    private static let mostClasses = 20

    private let evaluation: Evaluation

    package init(_ evaluation: Evaluation) {
        self.evaluation = evaluation
    }

    /// `test: top-1 99.12 %, top-5 100.00 %, loss 0.0283, 10000 pictures`
    package var headline: String {
        "test: top-1 \(percent(evaluation.top1)), top-5 \(percent(evaluation.top5)), "
            + "loss \(ProgressText.fixed(evaluation.loss, 4)), \(evaluation.samples) pictures"
    }

    package func render() -> String {
        guard evaluation.classes.count <= Self.mostClasses else { return headline + "\n" }
        return headline + "\n\nright class (row) and answer (column)\n" + matrix.map { $0 + "\n" }.joined()
    }

    private var matrix: [String] {
        let names = evaluation.classes
        let nameLength = names.reduce(0) { max($0, $1.count) }
        let columnLength = max(4, evaluation.confusion.joined().reduce(0) { max($0, String($1).count) }) + 1
        let heading = padded("", nameLength) + names.indices.map { leading("\($0)", columnLength) }.joined()
        return [heading]
            + names.indices.map { row in
                padded(names[row], nameLength)
                    + evaluation.confusion[row].map { leading("\($0)", columnLength) }.joined()
            }
    }
}

private func percent(_ fraction: Double) -> String { "\(ProgressText.fixed(fraction * 100, 2)) %" }

private func padded(_ text: String, _ length: Int) -> String {
    text + String(repeating: " ", count: max(0, length - text.count))
}

private func leading(_ text: String, _ length: Int) -> String {
    String(repeating: " ", count: max(0, length - text.count)) + text
}
