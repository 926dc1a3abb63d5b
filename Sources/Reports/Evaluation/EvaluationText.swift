import Datasets
import Diagnostics
package import Training

/// An evaluation for people: the results, each class where they have a readable number, in lines of 80 columns, and the pictures of
/// whose wrong class the network is surest, where they have names.
package struct EvaluationText: Sendable {
    /// More classes than this would make a matrix that nobody reads.
    private static let mostClasses = 20
    private static let shownMistakes = 5

    private let evaluation: Evaluation

    package init(_ evaluation: Evaluation) {
        self.evaluation = evaluation
    }

    /// `test: top-1 99.12 %, top-2 99.90 %, loss 0.0283, calibration error 0.41 %, 10000 pictures`
    package var headline: String {
        let top = evaluation.topCount > 1 ? ", top-\(evaluation.topCount) \(RunWords.share(evaluation.top))" : ""
        let views = evaluation.views == .whole ? "" : ", mean scores of \(evaluation.views.count) views"
        return "\(evaluation.split.rawValue): top-1 \(RunWords.share(evaluation.top1))\(top), "
            + "loss \(ProgressText.fixed(evaluation.loss, 4)), calibration error \(RunWords.share(evaluation.calibrationError)), "
            + "\(counted(evaluation.samples, "picture"))\(views)"
    }

    package func render() -> String {
        let classes = evaluation.classes.count <= Self.mostClasses ? ClassMatrixText(evaluation).lines : worst
        return headline + "\n" + (classes + mistakes).map { $0 + "\n" }.joined()
    }

    /// Of many classes those that are found least often, each with the class that its pictures are taken for instead.
    private var worst: [String] {
        let results = evaluation.perClass.enumerated().filter { $0.element.recall != nil }
        let sorted = results.sorted { ($0.element.recall ?? 0, $0.offset) < ($1.element.recall ?? 0, $1.offset) }
        let last = sorted.prefix(10)
        let names = last.map { beginning(of: printable($0.element.name), to: 26) }
        let length = names.reduce(11) { max($0, columns($1)) }
        func line(_ cells: [String]) -> String {
            padded(cells[0], to: length) + padded(cells[1], to: 10, onLeft: true)
                + padded(cells[2], to: 11, onLeft: true) + "  " + cells[3]
        }
        return ["", line(["least found", "recall", "precision", "mostly taken for"])]
            + zip(last, names).map { result, name in
                let (recall, precision) = (result.element.recall, result.element.precision)
                return line([name, RunWords.share(recall), RunWords.share(precision), takenFor(result.offset)])
            }
    }

    /// `seal, 12 of 100`
    private func takenFor(_ label: Int) -> String {
        let row = evaluation.confusion[label]
        let others = row.enumerated().filter { $0.offset != label && $0.element > 0 }
        guard let most = others.max(by: { ($0.element, $1.offset) < ($1.element, $0.offset) }) else { return "–" }
        let counts = ", \(most.element) of \(row.reduce(0, +))"
        return beginning(of: printable(evaluation.classes[most.offset]), to: 31 - counts.count) + counts
    }

    private var mistakes: [String] {
        let named = evaluation.mistakes.filter { $0.name != nil }.prefix(Self.shownMistakes)
        guard !named.isEmpty else { return [] }
        return ["", "surest mistakes"]
            + named.map { mistake in
                let (right, answer) = (evaluation.classes[mistake.label], evaluation.classes[mistake.answer])
                return "  \(mistake.title) is \(printable(right)), taken for \(printable(answer)) at "
                    + RunWords.share(mistake.confidence)
            }
    }
}
