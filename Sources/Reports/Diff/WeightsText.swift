import Tensors

/// Which weights load, for people.
struct WeightsText {
    private let weights: WeightsComparison
    private let width: Int?

    /// Weights of one step that share their fate are one line if they are more than this.
    private static let mostOfAStep = 4

    init(_ weights: WeightsComparison, width: Int?) {
        self.weights = weights
        self.width = width
    }

    var lines: [String] {
        guard weights.count > 0 else { return [] }
        let share = shareText(weights.loadedElements, of: weights.elements)
        let title =
            weights.lost.isEmpty
            ? "All \(grouped(weights.count)) weights would load from a checkpoint of the spec before."
            : "\(grouped(weights.loadedCount)) of \(grouped(weights.count)) weights, \(share) of the numbers, would load from "
                + "a checkpoint of the spec before; these would not:"
        let unused = gathered(weights.unused.map { ($0.name, "") })
        return wrapped(title, width: width) + rows(gathered(weights.lost.map { ($0.name, reason($0)) }))
            + (unused.isEmpty ? [] : ["No longer used:"] + rows(unused))
    }

    private func reason(_ lost: WeightsComparison.Lost) -> String {
        if let old = lost.oldName { return "called \(old) before" }
        return lost.oldShape.map { "\($0) → \(lost.shape)" } ?? "not there before"
    }

    /// One line for a whole step where all its weights are without a partner.
    private func gathered(_ weights: [(name: String, reason: String)]) -> [(String, String)] {
        var result: [(String, String)] = []
        for group in weights.chunked(by: { step($0.name) == step($1.name) && isWhole($0.reason) && isWhole($1.reason) })
        {
            if group.count > Self.mostOfAStep {
                result.append(("\(step(group[0].name))/… (\(group.count) weights)", group[0].reason))
            } else {
                result += group.map { ($0.name, $0.reason) }
            }
        }
        return result
    }

    private func isWhole(_ reason: String) -> Bool { reason.isEmpty || reason == "not there before" }

    private func step(_ name: String) -> Substring { name.prefix { $0 != "/" && $0 != "." } }

    private func rows(_ rows: [(String, String)]) -> [String] {
        let length = rows.reduce(0) { max($0, $1.0.count) }
        return rows.map { "  \(padded($0.0, to: length))  \($0.1)".trimmingEnd() }
    }
}

extension Array {
    /// Runs of elements of which each two neighbours belong together.
    fileprivate func chunked(by belong: (Element, Element) -> Bool) -> [[Element]] {
        reduce(into: []) { runs, element in
            if let last = runs.last?.last, belong(last, element) {
                runs[runs.count - 1].append(element)
            } else {
                runs.append([element])
            }
        }
    }
}
