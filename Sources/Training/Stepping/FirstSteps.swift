package import Execution
import Glibc
import Layers
package import Networks
import Tensors

/// Watches the first steps of a training for what no training should begin with, and tells it once: a loss far from that of
/// guessing, filters that no gradient reaches, steps that are far too long or too short for the weights.
package struct FirstSteps {
    /// The step after which gradients and steps are looked at: by then what begins at 0 has begun to learn.
    package static let watchedStep = 10
    /// Numbers of a tensor that are looked at, at most.
    private static let mostNumbers = 1 << 16

    private let entries: [ParameterStore.Entry]
    /// What scores that know nothing come to: the logarithm of the number of classes, for each loss by its weight.
    private let guessing: Double
    /// The same as a formula, `, ln 10` or `, 1.6 · ln 1000`; nothing where the losses have different numbers of classes.
    private let formula: String
    private let isUntrained: Bool
    private var before: [[Float]] = []

    /// - Parameters:
    ///   - network: with its losses.
    ///   - isUntrained: whether the first weights are drawn.
    package init(_ network: Network, _ parameters: ParameterStore, isUntrained: Bool) {
        self.isUntrained = isUntrained
        entries = parameters.entries.filter { $0.specification.role == .learned && $0.specification.name == .weight }
        let terms = network.losses.map {
            (weight: $0.weight, classes: network.nodes[$0.node].inputShapes[0].elementCount)
        }
        guessing = terms.reduce(0) { $0 + $1.weight * log(Double($1.classes)) }
        let weight = terms.reduce(0) { $0 + $1.weight }
        formula =
            Set(terms.map(\.classes)).count == 1
            ? ", \(weight == 1 ? "" : "\(ProgressText.significant(weight)) · ")ln \(terms[0].classes)" : ""
    }

    /// Looks at a step before it changes the weights. Returns what is to be said of the loss of the very first batch, or of the
    /// gradients of step `watchedStep`, where it is not as it should be.
    ///
    /// - Parameter step: counted from 1.
    package mutating func lookBefore(step: Int, loss: Double, _ parameters: ParameterStore) -> String? {
        if step == 1, isUntrained { return note(ofFirstLoss: loss) }
        guard step == Self.watchedStep else { return nil }
        before = entries.map { Array(parameters.values[watched($0)]) }
        return idleFilters(parameters)
    }

    /// Looks at what step `watchedStep` has done to the weights.
    package mutating func lookAfter(step: Int, _ parameters: ParameterStore) -> String? {
        guard step == Self.watchedStep, !before.isEmpty else { return nil }
        defer { before = [] }
        return lengths(parameters)
    }

    private func note(ofFirstLoss loss: Double) -> String? {
        guard guessing > 0, loss.isFinite, loss > 2 * guessing + 1 || loss < guessing / 4 else { return nil }
        let found =
            "the first loss is \(ProgressText.fixed(loss, 2)), and that of guessing is "
            + ProgressText.fixed(guessing, 2) + formula
        return loss > guessing
            ? "\(found): the first scores are too large; look at `weight-init` and at `normalize`"
            : "\(found): do the pictures show their labels?"
    }

    private func watched(_ entry: ParameterStore.Entry) -> Range<Int> {
        entry.range.prefix(Self.mostNumbers)
    }

    /// The first layer most of whose filters have no gradient at all: the ReLUs behind them let nothing through.
    private func idleFilters(_ parameters: ParameterStore) -> String? {
        for entry in entries {
            let filters = entry.specification.shape[0]
            let length = entry.range.count / max(filters, 1)
            guard filters > 1, length > 0 else { continue }
            let gradients = UnsafeBufferPointer(rebasing: parameters.gradients[entry.range])
            let idle = (0..<filters).count { filter in
                gradients[filter * length..<(filter + 1) * length].allSatisfy { $0 == 0 }
            }
            if 2 * idle > filters {
                return "in step \(Self.watchedStep) no gradient reaches \(idle) of the \(filters) outputs of "
                    + "`\(entry.name)`: the ReLUs behind them are never above 0, or nothing reads them"
            }
        }
        return nil
    }

    /// The longest step of all layers by the length of their weights, if it is far too long, or too short everywhere.
    private func lengths(_ parameters: ParameterStore) -> String? {
        let ratios = zip(entries, before).compactMap { entry, before -> (name: String, ratio: Double)? in
            let length = before.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
            guard length > 0 else { return nil }
            let change = zip(parameters.values[watched(entry)], before).reduce(0) { sum, pair in
                sum + Double(pair.0 - pair.1) * Double(pair.0 - pair.1)
            }
            return (entry.name, change.squareRoot() / length)
        }
        guard let longest = ratios.max(by: { $0.ratio < $1.ratio }) else { return nil }
        let told =
            "step \(Self.watchedStep) changes `\(longest.name)` by \(ProgressText.significant(longest.ratio)) of its length"
        if longest.ratio > 0.5 { return "\(told); about 0.001 is usual: the rate is too high" }
        if longest.ratio < 1e-7 { return "\(told), and nothing by more; about 0.001 is usual: the rate is too low" }
        return nil
    }
}
