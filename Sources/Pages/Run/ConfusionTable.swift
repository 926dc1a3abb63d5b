import Diagnostics
import Reports
import Training

/// What pictures of each class are taken for: a matrix, or where there are many classes the pairs that are confused most.
struct ConfusionTable {
    private let evaluation: Evaluation

    /// More classes than this would make a matrix that nobody reads.
    private static let mostClasses = 40
    private static let mostPairs = 40

    init(_ evaluation: Evaluation) {
        self.evaluation = evaluation
    }

    var markup: Markup { evaluation.classes.count <= Self.mostClasses ? matrix : pairs }

    private var matrix: Markup {
        let names = evaluation.classes
        let caption = "Confusion: pictures of the class of the row that are taken for the class of the column"
        let head =
            [Markup.tag("th", ["scope": "col", "class": "corner left"], ["class"])]
            + names.map { .tag("th", ["scope": "col"], [.text($0)]) }
        let rows = names.indices.map { right -> Markup in
            let row = evaluation.confusion[right]
            let total = max(1, row.reduce(0, +))
            let cells = row.enumerated().map { picked, count -> Markup in
                let kind = (picked == right ? "right" : "") + (count == 0 ? " zero" : "")
                let share = ProgressText.fixed(Double(count) / Double(total), 3)
                return .tag("td", ["class": kind, "style": "--share: \(share)"], [.text("\(count)")])
            }
            return .tag("tr", [.tag("th", ["scope": "row"], [.text(names[right])])] + cells)
        }
        return .scrolling(
            "confusion matrix",
            .tag(
                "table", ["class": "matrix"],
                [
                    .tag("caption", [.text(caption)]), .tag("thead", [.tag("tr", head)]), .tag("tbody", rows),
                ]))
    }

    private var pairs: Markup {
        let confused = evaluation.confusion.enumerated().flatMap { right, row in
            row.enumerated().filter { $0.offset != right && $0.element > 0 }.map { (right, $0.offset, $0.element) }
        }.sorted { ($1.2, $0.0, $0.1) < ($0.2, $1.0, $1.1) }.prefix(Self.mostPairs)
        return .table(
            caption: "The pairs of classes that are confused most",
            columns: ["class", "taken for", "pictures"], leftColumns: [0, 1],
            rows: confused.map { right, picked, count in
                [.text(evaluation.classes[right]), .text(evaluation.classes[picked]), .text(grouped(count))]
            })
    }
}
