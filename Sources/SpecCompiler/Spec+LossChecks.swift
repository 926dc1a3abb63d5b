import Diagnostics
import Layers
import Networks
import Recipes
import SpecModules
import SpecSyntax
import Tensors

/// Checks of what a network ends in against its classes and its loss.
extension Spec {
    /// Whether there are as many scores as classes.
    func checkScores(_ network: Network, _ collector: DiagnosticCollector) -> Bool {
        let shape = network.shape(of: network.output)
        guard !faulty.contains("classes"), let wanted = classCount, shape.elementCount != wanted else {
            return true
        }
        let last = network.output.node.map { "`\(network.nodes[$0].path)`" } ?? "the input"
        let asked = Shape([wanted] + shape.lengths.dropFirst())
        let remedy =
            shape.lengths.dropFirst().allSatisfy { $0 == 1 }
            ? Network.change(of: network.output, to: asked, among: network.nodes) : nil
        let scores = network.output.node.flatMap { network.nodes[$0].origin }
        let notes =
            classes == nil
            ? [sourceNote { "\($0) has \(wanted) classes" }]
            : [scores.map { Diagnostic.Note("\(last) gives \(shape)", at: $0.kindSpan) }]
        collector.report(
            Diagnostic(
                .classes,
                "the last layer must give a score for each of the \(wanted) classes, and \(last) gives \(shape)",
                at: classes == nil ? scores?.kindSpan ?? networkSpan : span(of: "classes"),
                help: remedy.map { "write `\($0.change)` in `\(network.nodes[$0.node].path)`" }
                    ?? (shape[0] == wanted ? "end the network with `- global-average-pool`" : nil)
                        ?? "end the network with `- linear: {outputs: \(classes == nil ? "\(wanted)" : "\"${classes}\"")}`",
                notes: notes.compactMap { $0 } + (scores?.trace ?? [])))
        return false
    }

    func checkLoss(_ network: Network, _ collector: DiagnosticCollector) {
        let last = network.output.node.flatMap { network.nodes[$0].origin }
        if let last, let node = network.output.node, network.nodes[node].layer.givesProbabilities {
            collector.report(
                Diagnostic(
                    .doubleSoftmax,
                    "the network must end in scores to be trained and evaluated, and `\(last.path)` makes probabilities "
                        + "of them", at: last.kindSpan,
                    help: "remove `\(last.path)`: the loss takes the softmax itself", notes: last.trace))
        }
        if let own = network.losses.first(where: { $0.auxiliary == nil }) {
            if let layer = network.nodes[own.node].origin { checkSmoothing(besides: layer, collector) }
            return
        }
        checkClassWeights(classes: network.shape(of: network.output)[0], collector)
        do throws(ShapeError) {
            _ = try SoftmaxCrossEntropy().outputShape([network.shape(of: network.output)])
        } catch {
            collector.report(
                Diagnostic(
                    .shape, "the loss at the end: \(error.message)", at: last?.kindSpan ?? networkSpan,
                    help: error.help,
                    notes: last?.trace ?? []))
        }
    }

    /// A loss of the network's own has its own smoothing and class weights.
    private func checkSmoothing(besides loss: ExpandedLayer, _ collector: DiagnosticCollector) {
        guard let training else { return }
        let fields = [
            training.labelSmoothing > 0 ? "label-smoothing" : nil,
            training.classWeighting == .alike ? nil : "class-weights",
        ]
        for field in fields.compactMap({ $0 }) {
            collector.report(
                Diagnostic(
                    .contradiction,
                    "`\(field)` in `train` is for the loss that is added, and the network ends in one of its own",
                    at: written["train.\(field)"]?.span ?? networkSpan,
                    help: "write `\(field)` in `\(loss.kind)`, or remove that loss",
                    notes: [Diagnostic.Note("the network's loss is here", at: loss.kindSpan)] + loss.trace))
        }
    }

    private func checkClassWeights(classes: Int, _ collector: DiagnosticCollector) {
        guard let weights = training?.classWeights, !weights.isEmpty, weights.count != classes else { return }
        collector.report(
            Diagnostic(
                .wrongCount,
                "`class-weights` must have a number for each of the \(classes) classes, found \(weights.count)",
                at: written["train.class-weights"]?.span ?? networkSpan,
                help: "give \(classes) numbers, in the order of the classes"))
    }
}
