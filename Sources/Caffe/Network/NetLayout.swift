import Diagnostics
import SpecSyntax

/// Which steps are a network's own, and which belong to the classifiers that help it to learn.
struct NetLayout: Sendable {
    struct Auxiliary: Sendable {
        let loss: NetDraft.Loss
        /// What it branches off.
        let source: Int
        let steps: [Int]
    }

    /// The network's own steps in their order; the last one gives the scores.
    let chain: [Int]
    let auxiliaries: [Auxiliary]
    /// Whether the network ends in a loss.
    let isTrained: Bool
    /// What Caffe multiplies the loss of the network's end by, and where that is written. Here it is 1: the weights of
    /// `auxiliaries` are in proportion to it, and so is what a solver says of the rate.
    let lossWeight: (factor: Double, span: SourceSpan)?
}

extension NetLayout {
    /// The steps in the order in which they are written: an auxiliary classifier's behind the one that it branches off.
    var order: [Int] {
        let branches = Dictionary(grouping: auxiliaries, by: \.source)
        return chain.flatMap { step in [step] + (branches[step] ?? []).flatMap(\.steps) }
    }

    private static let mostLosses = 64

    /// Nil, with the reason reported, for a network that specs cannot hold.
    init?(_ draft: NetDraft, at span: SourceSpan, into collector: DiagnosticCollector) {
        if draft.losses.count > Self.mostLosses {
            collector.report(
                Diagnostic(
                    .tooLarge, "a network must have at most \(Self.mostLosses) losses, found \(draft.losses.count)",
                    at: draft.losses[Self.mostLosses].span, help: "remove some"))
            return nil
        }
        let own = Self.ownLoss(of: draft)
        let read = Set(draft.steps.flatMap(\.sources))
        let unread = draft.steps.indices.last { !read.contains(.step($0)) }
        guard let end = own.map({ draft.losses[$0].scores.step }) ?? unread else {
            collector.report(
                Diagnostic(
                    .emptyNetwork, "a network must have at least one layer between its pictures and its loss",
                    at: span.first,
                    help: "add a layer, for example `InnerProduct`"))
            return nil
        }
        let ownLoss = own.map { draft.losses[$0] }
        guard ownLoss.map({ Self.checkWeight($0, into: collector) }) ?? true else { return nil }
        let ancestors = draft.ancestors(of: end)
        var taken = ancestors
        var auxiliaries: [Auxiliary] = []
        for (number, loss) in draft.losses.enumerated() where number != own {
            guard Self.checkWeight(loss, into: collector) else { return nil }
            let weighed = loss.weighed(against: ownLoss?.weight ?? 1)
            guard let auxiliary = Self.auxiliary(weighed, draft, besides: ancestors, end, taken, into: collector) else {
                return nil
            }
            taken.formUnion(auxiliary.steps)
            auxiliaries.append(auxiliary)
        }
        let behind = draft.descendants(of: Set(auxiliaries.flatMap(\.steps) + [end]))
        let auxiliarySteps = taken.subtracting(ancestors)
        for step in behind.subtracting(taken).sorted() {
            collector.report(
                Diagnostic(
                    .caffeDifference,
                    "nothing learns from `\(abbreviated(draft.steps[step].name))`, which reads the scores: it is left out",
                    at: draft.steps[step].kindSpan, help: "remove the layer", severity: .warning))
        }
        let beside = draft.steps.indices.filter { step in
            step != end && !behind.contains(step) && !auxiliarySteps.contains(step)
        }
        chain = beside + [end]
        self.auxiliaries = auxiliaries
        isTrained = own != nil
        lossWeight = ownLoss.map { ($0.weight, $0.weightSpan) }
    }

    /// The loss of the network's own end: the last one of weight 1 where none has more, and else the last one of those that
    /// most steps lead to.
    private static func ownLoss(of draft: NetDraft) -> Int? {
        let isUsual = draft.losses.lazy.map(\.weight).max() == 1
        let ranks = draft.losses.map { loss in
            isUsual ? loss.weight : Double(loss.scores.step.map { draft.ancestors(of: $0).count } ?? 0)
        }
        return draft.losses.indices.max { (ranks[$0], $0) < (ranks[$1], $1) }
    }

    /// Whether a loss adds to what training lowers.
    private static func checkWeight(_ loss: NetDraft.Loss, into collector: DiagnosticCollector) -> Bool {
        guard loss.weight > 0 else {
            collector.report(
                Diagnostic(
                    .wrongType, "`loss_weight` must be a number above 0, found `\(shortest(loss.weight))`",
                    at: loss.weightSpan, help: "write, for example, `0.3`, or remove the loss"))
            return false
        }
        return true
    }

    /// The classifier that ends in a loss: what leads to it and not to the network's end.
    private static func auxiliary(
        _ loss: NetDraft.Loss, _ draft: NetDraft, besides ancestors: Set<Int>, _ end: Int, _ taken: Set<Int>,
        into collector: DiagnosticCollector
    ) -> Auxiliary? {
        func refuse(_ message: String, help: String) -> Auxiliary? {
            collector.report(Diagnostic(.auxiliaryPlace, message, at: loss.span, help: help))
            return nil
        }
        let name = abbreviated(loss.name.value)
        let steps = loss.scores.step.map { draft.ancestors(of: $0).subtracting(ancestors).sorted() } ?? []
        guard !steps.isEmpty else {
            return refuse(
                "the loss `\(name)` must have layers of its own, and it reads what the network's end needs too",
                help: "keep one of the two losses")
        }
        guard taken.isDisjoint(with: steps) else {
            return refuse(
                "each loss beside the network's own must have layers of its own, and `\(name)` shares some with another",
                help: "keep one of the two losses")
        }
        let entries = Set(
            steps.flatMap { draft.steps[$0].sources }.filter { $0.step.map { !steps.contains($0) } ?? true })
        guard entries.count == 1, let source = entries.first?.step, source != end else {
            return refuse(
                "what leads to the loss `\(name)` must branch off one layer before the network's end, and it branches off "
                    + (entries.count == 1
                        ? entries.first?.step == nil ? "the pictures" : "the end" : "\(entries.count)"),
                help: "let it read one layer, or remove the loss")
        }
        return Auxiliary(loss: loss, source: source, steps: steps)
    }
}

extension NetDraft.Source {
    var step: Int? {
        if case .step(let number) = self { return number }
        return nil
    }
}

extension NetDraft {
    /// A step and all that it reads, directly or not.
    func ancestors(of step: Int) -> Set<Int> {
        var found: Set<Int> = [step]
        for number in stride(from: step, through: 0, by: -1) where found.contains(number) {
            found.formUnion(steps[number].sources.compactMap(\.step))
        }
        return found
    }

    /// All that reads some steps, directly or not, without these.
    func descendants(of first: Set<Int>) -> Set<Int> {
        var found = first
        for number in steps.indices
        where steps[number].sources.contains(where: { $0.step.map(found.contains) ?? false }) {
            found.insert(number)
        }
        return found.subtracting(first)
    }
}
