import Diagnostics
import SpecSyntax

/// Losses, and layers that only report.
extension LayerRule {
    static let softmaxWithLoss = LayerRule("SoftmaxWithLoss", inputs: 2...2, outputs: 0...2, readsLabels: true) {
        net, use in
        let loss = use.parameters("loss_param")
        if let ignored = loss.integer("ignore_label"), net.isClass(ignored.value, of: use.bottoms[0]) {
            net.report(
                Diagnostic(
                    .caffeUnsupported,
                    "every picture has a class to learn, and `ignore_label` leaves out those of class \(ignored.value)",
                    at: ignored.nameSpan, help: "leave it out, or write a number that is no class, such as `-1`"))
            return []
        }
        if let mode = loss.word("normalization"), mode.value == "NONE" {
            net.report(
                Diagnostic(
                    .caffeUnsupported, "a loss is the mean over a batch, and `NONE` asks for the sum", at: mode.span,
                    help: "leave `normalization` out, and set `base_lr` to as many times as a batch has pictures"))
            return []
        }
        guard net.checkAxis("axis", of: use.parameters("softmax_param"), what: "a softmax") else { return [] }
        guard use.bottoms[0] != .labels, use.bottoms[0] != .result, use.bottoms[1] == .labels else {
            let place = [.labels, .result].contains(use.bottoms[0]) ? 0 : 1
            net.report(
                Diagnostic(
                    .caffeBlobs, "a loss must read scores, then labels of a data layer",
                    at: use.layer.bottoms[place].span,
                    help: "write the scores as the first `bottom` and the labels as the second"))
            return []
        }
        let weight = use.layer.lossWeights.first
        if weight?.value != 0 {
            guard net.checkLabels(of: use) else { return [] }
            net.draft.losses.append(
                NetDraft.Loss(
                    name: use.layer.name, scores: use.bottoms[0], weight: weight?.value ?? 1,
                    weightSpan: weight?.span ?? use.layer.type.span, span: use.layer.type.span))
        }
        return use.layer.tops.map { _ in .result }
    }

    /// Every evaluation reports top-1 and top-5 by itself.
    static let accuracy = LayerRule("Accuracy", inputs: 2...2, outputs: 0...2, readsLabels: true) { _, use in
        use.layer.tops.map { _ in .result }
    }

    static let argMax = LayerRule("ArgMax", outputs: 0...1, readsLabels: true) { _, use in
        use.layer.tops.map { _ in .result }
    }

    /// Losses that training here has not. What they judge is a network all the same, which can be counted, converted and run.
    static let otherLosses =
        [
            ("ContrastiveLoss", 3...3), ("EuclideanLoss", 2...2), ("HingeLoss", 2...2), ("InfogainLoss", 2...3),
            ("MultinomialLogisticLoss", 2...2), ("SigmoidCrossEntropyLoss", 2...2),
        ].map { type, inputs in
            LayerRule(type, inputs: inputs, outputs: 0...1, readsLabels: true) { net, use in
                net.leaveOut(use.layer)
                return use.layer.tops.map { _ in .result }
            }
        }

    static let silence = LayerRule("Silence", inputs: 1...Int.max, outputs: 0...0, readsLabels: true) { _, _ in [] }
}

extension NetTranslation {
    /// Leaves out a loss that training here has not.
    fileprivate mutating func leaveOut(_ loss: CaffeLayer) {
        draft.otherLosses.append(loss.type)
        report(
            Diagnostic(
                .caffeDifference,
                "only `SoftmaxWithLoss` can be learned from: `\(abbreviated(loss.name.value))`, a `\(loss.type.value)`, is left out",
                at: loss.type.span, help: "remove the layer, or put a `SoftmaxWithLoss` in its place",
                severity: .warning))
    }

    /// Whether a number may be the class of a picture. Pictures here have the classes from 0 on, as many as there are scores.
    fileprivate func isClass(_ number: Int, of scores: NetDraft.Source) -> Bool {
        let fields = scores.step.map { draft.steps[$0].fields } ?? []
        let count = fields.first { ["outputs", "filters"].contains($0.key) }.flatMap { $0.value.scalar?.text }
        return number >= 0 && count.flatMap(parseInteger).map { number < $0 } ?? true
    }
}
