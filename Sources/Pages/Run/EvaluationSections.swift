import Datasets
import Diagnostics
import Reports
import Training

/// How good a network is on one split: what it takes for what, each class, how sure it is, and where it is wrong.
struct EvaluationSections {
    private let record: EvaluationRecord
    private let evaluation: Evaluation
    private let split: String

    init(_ record: EvaluationRecord) {
        self.record = record
        evaluation = record.evaluation
        split = record.evaluation.split.rawValue
    }

    var sections: [Page.Section] {
        [
            Page.Section(
                id: "\(split)-classes", title: "Classes, \(split) pictures",
                content: [.tag("p", [.text(headline)]), perClass, ConfusionTable(evaluation).markup]),
            Page.Section(
                id: "\(split)-calibration", title: "Calibration, \(split) pictures",
                content: CalibrationFigure(evaluation).content),
            Page.Section(
                id: "\(split)-mistakes", title: "Most confident mistakes, \(split) pictures", content: mistakes),
        ]
    }

    private var headline: String {
        "After step \(grouped(record.step)), in epoch \(record.epoch): \(EvaluationText(evaluation).headline)."
    }

    private var perClass: Markup {
        let rows = evaluation.perClass.map { result -> [Markup] in
            [
                .text(result.name), .text(grouped(result.pictures)),
                .tag("span", [meter(result.recall), .text(" \(RunWords.share(result.recall))")]),
                .text(RunWords.share(result.precision)),
            ]
        }
        let table = Markup.table(
            caption:
                "Accuracy of each class: recall, the part of its pictures that are taken for it; precision, the part of "
                + "the pictures taken for it that are of it",
            columns: ["class", "pictures", "recall", "precision"], leftColumns: [0], rows: rows)
        return rows.count > 40 ? .details("\(rows.count) classes", [table]) : table
    }

    private func meter(_ share: Double?) -> Markup {
        let part = share.map { ProgressText.fixed(min(1, max(0, $0)) * 100, 1) } ?? "0"
        return .tag("span", ["class": "meter", "aria-hidden": "true"], [.tag("i", ["style": "width: \(part)%"])])
    }

    private var mistakes: [Markup] {
        guard !evaluation.mistakes.isEmpty else { return [.tag("p", ["No picture is taken for another class."])] }
        let shown = zip(evaluation.mistakes, record.pictures).map { mistake, picture -> Markup in
            let (right, answer) = (evaluation.classes[mistake.label], evaluation.classes[mistake.answer])
            return .tag(
                "li",
                [
                    .picture(
                        Array(picture),
                        description: "picture \(mistake.title) of the \(split) split: \(right), taken for \(answer)"),
                    .tag("b", [.text(answer)]), .text(" \(RunWords.share(mistake.confidence))"), .tag("br"),
                    .text("is \(right), \(mistake.title)"),
                ])
        }
        return [
            .tag(
                "p",
                [
                    .text(
                        "The \(counted(shown.count, "picture")) of whose wrong class the network is most confident: its answer and how confident it "
                            + "is, what the picture is, and its path in the folder, or its number in the split, from 0."
                    )
                ]), .tag("ul", ["class": "pictures"], shown),
        ]
    }
}
