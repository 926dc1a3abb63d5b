import Diagnostics
import Networks
import Planning
import Tensors

/// A difference between specs, for people.
package struct SpecDiffText: Sendable {
    private let diff: SpecDiff
    private let width: Int?

    /// - Parameter width: the columns of the terminal; nil where lines may be as long as they like.
    package init(_ diff: SpecDiff, width: Int?) {
        self.diff = diff
        self.width = width
    }

    package func render() -> String {
        let parts =
            diff.isEmpty ? [heading + ["nothing differs"]] : [heading, costs, steps, details, settings]
        return (parts + [WeightsText(diff.weights, width: width).lines]).filter { !$0.isEmpty }
            .map { $0.map { $0 + "\n" }.joined() }.joined(separator: "\n")
    }

    private var heading: [String] {
        [("before", diff.before), ("after", diff.after)].map { title, side in
            "\(padded(title, to: 6))  \(printable(side.file)) (\(printable(side.name)))"
                + side.overrides.map { " --set \(printable($0))" }.joined()
        }
    }

    private var costs: [String] {
        let (old, new) = (diff.before, diff.after)
        let rows: [(String, Int, Int)] = [
            ("parameters", old.cost.parameters, new.cost.parameters),
            ("buffers", old.cost.buffers, new.cost.buffers),
            ("multiply-adds", old.cost.multiplyAdds, new.cost.multiplyAdds),
            ("activations", old.cost.activationElements, new.cost.activationElements),
        ]
        let memory =
            [memoryRow("memory to evaluate", old.evaluation, new.evaluation, \.total)]
            + (old.training.flatMap { old in new.training.map { trainingRows(old, $0) } } ?? [])
        let cells = rows.map { name, before, after -> [Table.Cell] in
            [.init(name), .init(before), .init(after), .init(signed(after - before)), .init(percent(before, after))]
        }
        return TextTable(width: width).lines(
            Table(
                columns: [
                    .init(""), .init("before", isNumeric: true, rank: 1), .init("after", isNumeric: true),
                    .init("change", isNumeric: true), .init("", isNumeric: true, rank: 0),
                ], rows: cells + memory))
    }

    private func trainingRows(_ old: MemoryEstimate, _ new: MemoryEstimate) -> [[Table.Cell]] {
        [
            memoryRow("memory to train", old, new, \.total),
            memoryRow("  activations kept for backward", old, new, \.activations),
        ]
    }

    /// The batch is named once where both have the same.
    private func memoryRow(
        _ title: String, _ old: MemoryEstimate, _ new: MemoryEstimate, _ part: KeyPath<MemoryEstimate, Int>
    ) -> [Table.Cell] {
        let batch = old.batch == new.batch ? "\(old.batch)" : "\(old.batch) → \(new.batch)"
        let name = title.hasPrefix(" ") ? title : "\(title), batch \(batch)"
        let (before, after) = (old[keyPath: part], new[keyPath: part])
        return [
            .init(name), .init(byteText(before)), .init(byteText(after)),
            .init((after > before ? "+" : "") + byteText(after - before)), .init(percent(before, after)),
        ]
    }

    /// `+1.8 %`; nothing where it is 0 or there is no whole.
    private func percent(_ before: Int, _ after: Int) -> String {
        guard before > 0, before != after else { return "" }
        let share = 100 * Double(abs(after - before)) / Double(before)
        return (after > before ? "+" : "−") + decimal(share, places: 1) + " %"
    }

    private var steps: [String] {
        guard !diff.steps.isEmpty else { return [] }
        return TextTable(width: width).lines(
            Table(
                columns: [
                    .init("step"), .init(""), .init("output", rank: 0), .init("parameters", isNumeric: true),
                    .init("multiply-adds", isNumeric: true, rank: 1),
                ], rows: diff.steps.map(cells)))
    }

    private func cells(_ step: StepChange) -> [Table.Cell] {
        let (old, new) = (step.cost.before ?? .zero, step.cost.after ?? .zero)
        return [
            .init(step.path), .init(words(step)),
            .init(arrow(step.outputShape.before?.description, step.outputShape.after?.description)),
            .init(signed(new.parameters - old.parameters)), .init(signed(new.multiplyAdds - old.multiplyAdds)),
        ]
    }

    private func words(_ step: StepChange) -> String {
        switch step.fate {
        case .renamed: "was \(step.oldPath ?? "")"
        case .affected: "other input"
        default: step.fate.rawValue
        }
    }

    /// What is written otherwise: arguments of uses, then fields of layers; of what is deeper inside than steps are compared,
    /// only how much it is where no argument tells of it.
    private var details: [String] {
        let arguments = diff.steps.flatMap { step in
            type(step.path, step.type) + step.arguments.map { (step.path, $0.name, arrow($0.before, $0.after)) }
        }
        let fields = diff.layers.filter { isStep($0) && ($0.fate == .changed || $0.fate == .renamed) }.flatMap {
            layer in
            layer.fields.map { (layer.path, $0.name, arrow($0.before, $0.after)) }
        }
        return rows(arguments + fields + inside)
    }

    private func type(_ path: String, _ type: Change<String>) -> [(String, String, String)] {
        guard let old = type.before, let new = type.after, old != new else { return [] }
        return [(path, "type", "\(old) → \(new)")]
    }

    /// How many layers inside of steps differ by themselves: `2 changed, 1 added`.
    private var inside: [(String, String, String)] {
        var counts: [String: [Fate: Int]] = [:]
        for layer in diff.layers where !isStep(layer) {
            let path = step(of: layer.path, diff.depth)
            var fate = layer.fate
            if fate == .renamed, !layer.fields.isEmpty { fate = .changed }
            // With its step.
            if fate == .renamed, layer.oldPath.map({ step(of: $0, diff.depth) }) != path { continue }
            counts[path, default: [:]][fate, default: 0] += 1
        }
        return diff.steps.compactMap { step in
            guard step.fate == .changed || step.fate == .renamed, step.arguments.isEmpty, let counts = counts[step.path]
            else { return nil }
            let words = [Fate.changed, .renamed, .added, .removed].compactMap { fate in
                counts[fate].map { "\($0) \(fate.rawValue)" }
            }
            return words.isEmpty
                ? nil : (step.path, "inside", words.joined(separator: ", ") + "; --depth \(diff.depth + 1) tells more")
        }
    }

    /// Whether the layer is a step of its own.
    private func isStep(_ layer: LayerChange) -> Bool { step(of: layer.path, diff.depth) == layer.path }

    private var settings: [String] {
        rows(diff.settings.map { ($0.name, "", arrow($0.before, $0.after)) })
    }

    private func rows(_ rows: [(String, String, String)]) -> [String] {
        let lengths = (0..<2).map { column in
            rows.reduce(0) { max($0, (column == 0 ? $1.0 : $1.1).count) }
        }
        return rows.map { row in
            [padded(row.0, to: lengths[0])] + (lengths[1] > 0 ? [padded(row.1, to: lengths[1])] : []) + [
                printable(row.2)
            ]
        }.map { $0.joined(separator: "  ").trimmingEnd() }
    }

    /// `128 → 256`; one of the two alone where they are the same.
    private func arrow(_ before: String?, _ after: String?) -> String {
        before == after ? after ?? "" : "\(before ?? "–") → \(after ?? "–")"
    }
}
