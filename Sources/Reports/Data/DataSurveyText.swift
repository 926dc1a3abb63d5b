package import Datasets
import Diagnostics
import Pixels
import Training

/// What a survey of a data set found, in lines.
package struct DataSurveyText {
    private let survey: DataSurvey
    /// Of what keeps a network from learning so many are named, of pictures that are there twice fewer.
    private static let (shownFaults, shownLikenesses) = (100, 5)

    package init(_ survey: DataSurvey) {
        self.survey = survey
    }

    package func render() -> String {
        (survey.splits.flatMap(lines) + faults + likenesses).map { printable($0) + "\n" }.joined()
    }

    private func lines(of split: SplitSurvey) -> [String] {
        let (name, count) = (split.split.rawValue, survey.classes.count)
        var lines = ["\(name): \(counted(split.count, "picture")) of \(count) classes, \(classes(split))"]
        lines.append("  sizes: \(sizes(split))")
        let (means, deviations) = (numbers(split.means), numbers(split.deviations))
        lines.append("  colours, from 0 to 1: mean \(means), standard deviation \(deviations)")
        lines += listed(split.wronglyLabelled, Self.shownFaults, "labels that name no class") {
            "\(survey.name(of: Likenesses.Place(split.split, $0.number))) has \($0.label)"
        }
        lines += listed(split.unreadable, Self.shownFaults, "pictures that cannot be used") { $0.reason }
        return lines
    }

    private func classes(_ split: SplitSurvey) -> String {
        let counts = split.classCounts.enumerated().sorted { ($0.element, $0.offset) < ($1.element, $1.offset) }
        guard let least = counts.first, let most = counts.last else { return "none of which has any" }
        guard least.element < most.element else { return "\(most.element) of each" }
        let (few, many) = (survey.classes[least.offset], survey.classes[most.offset])
        return "from \(least.element) of `\(few)` to \(most.element) of `\(many)`"
    }

    private func sizes(_ split: SplitSurvey) -> String {
        let sizes = split.sizes.sorted { ($0.key.area, $0.key.height) < ($1.key.area, $1.key.height) }
        guard let least = sizes.first?.key, let most = sizes.last?.key else { return "none" }
        return sizes.count == 1 ? "all \(least)" : "\(sizes.count) different, from \(least) to \(most)"
    }

    private func numbers(_ values: [Double]) -> String {
        "[\(values.map { ProgressText.fixed($0, 4) }.joined(separator: ", "))]"
    }

    private var faults: [String] {
        listed(survey.faults, Self.shownFaults, "what is wrong with folders, classes, lists and links") { $0 }
    }

    private var likenesses: [String] {
        let (duplicates, near) = (survey.likenesses.duplicates, survey.likenesses.nearDuplicates)
        let shown = Self.shownLikenesses
        return listed(duplicates, shown, "duplicates of earlier pictures", between(duplicates), text)
            + listed(near, shown, "near-duplicates of earlier pictures", between(near), text)
            + (duplicates.isEmpty && near.isEmpty ? ["no picture is there twice, or looks so"] : [])
    }

    /// ` (2 in another split, 1 of another class)`
    private func between(_ pairs: [Likenesses.Pair]) -> String {
        let splits = pairs.count { $0.earlier.split != $0.later.split }
        return " (\(splits) in another split, \(pairs.count { !$0.haveOneLabel }) of another class)"
    }

    private func text(_ pair: Likenesses.Pair) -> String {
        "\(survey.name(of: pair.later)) and \(survey.name(of: pair.earlier))"
            + (pair.haveOneLabel ? "" : ", of different classes")
    }

    private func listed<Item>(
        _ items: [Item], _ shown: Int, _ what: String, _ more: String = "", _ text: (Item) -> String
    ) -> [String] {
        guard !items.isEmpty else { return [] }
        let rest = items.count - min(items.count, shown)
        return ["\(what): \(items.count)\(more)"] + items.prefix(shown).map { "  \(text($0))" }
            + (rest > 0 ? ["  … and \(rest) more"] : [])
    }
}
