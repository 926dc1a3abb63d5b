import Datasets
import Diagnostics

/// An evaluation for people: a line of results, and each class where they have a readable number.
package struct EvaluationText: Sendable {
    /// More classes than this would make a matrix that nobody reads.
    private static let mostClasses = 20

    private let evaluation: Evaluation

    package init(_ evaluation: Evaluation) {
        self.evaluation = evaluation
    }

    /// `test: top-1 99.12 %, top-2 99.90 %, loss 0.0283, calibration error 0.41 %, 10000 pictures`
    package var headline: String {
        let top = evaluation.topCount > 1 ? ", top-\(evaluation.topCount) \(percent(evaluation.top))" : ""
        let views = evaluation.views == .whole ? "" : ", mean scores of \(evaluation.views.count) views"
        return "\(evaluation.split.rawValue): top-1 \(percent(evaluation.top1))\(top), "
            + "loss \(ProgressText.fixed(evaluation.loss, 4)), calibration error \(percent(evaluation.calibrationError)), "
            + "\(counted(evaluation.samples, "picture"))\(views)"
    }

    package func render() -> String {
        let lines =
            evaluation.classes.count <= Self.mostClasses
            ? ["", "right class (row) and answer (column), recall and precision of each class"] + matrix : worst
        return headline + "\n" + lines.map { $0 + "\n" }.joined()
    }

    private var matrix: [String] {
        let names = evaluation.classes.map(printable)
        let nameLength = names.reduce(0) { max($0, columns($1)) }
        let columnLength = max(4, evaluation.confusion.joined().reduce(0) { max($0, String($1).count) }) + 1
        let heading =
            padded("", nameLength) + names.indices.map { leading("\($0)", columnLength) }.joined()
            + leading("recall", 10) + leading("precision", 11)
        return [heading]
            + zip(evaluation.perClass, evaluation.confusion).map { result, row in
                padded(printable(result.name), nameLength) + row.map { leading("\($0)", columnLength) }.joined()
                    + leading(part(result.recall), 10) + leading(part(result.precision), 11)
            }
    }

    /// Of many classes those that are found least often.
    private var worst: [String] {
        let results = evaluation.perClass.filter { $0.recall != nil }
        let last = results.enumerated().sorted {
            ($0.element.recall ?? 0, $0.offset) < ($1.element.recall ?? 0, $1.offset)
        }
        .prefix(10).map(\.element)
        let length = last.reduce(5) { max($0, columns(printable($1.name))) }
        return ["", padded("least found", length) + leading("recall", 10) + leading("precision", 11)]
            + last.map {
                padded(printable($0.name), length) + leading(part($0.recall), 10) + leading(part($0.precision), 11)
            }
    }

    private func part(_ fraction: Double?) -> String { fraction.map(percent) ?? "–" }
}

private func percent(_ fraction: Double) -> String { "\(ProgressText.fixed(fraction * 100, 2)) %" }

private func padded(_ text: String, _ length: Int) -> String {
    text + String(repeating: " ", count: max(0, length - columns(text)))
}

private func leading(_ text: String, _ length: Int) -> String {
    String(repeating: " ", count: max(0, length - text.count)) + text
}
