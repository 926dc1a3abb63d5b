import Diagnostics
import SpecSyntax

/// How a network is trained, as a solver's file says it, on its way to `train` of a spec.
///
/// What a solver says of the machine and of what it prints changes no result and is not read: `solver_mode`, `device_id`,
/// `display`, `average_loss`, `snapshot_prefix` and their like.
struct SolverReading {
    let message: CheckedMessage
    let collector: DiagnosticCollector

    /// The entries of `train`; what has a mistake is reported and left out.
    ///
    /// - Parameter lossWeight: what Caffe multiplies the loss by, which is 1 here; see `LossScale`.
    func train(_ net: NetReading, rules: [SyntaxNode], lossWeight: Double) -> [SyntaxNode.Entry] {
        let scale = LossScale(factor: lossWeight)
        var fields = FieldList()
        let steps = stepsPerEpoch(net)
        addEpochs(steps, to: &fields)
        fields.add("batch", net.input?.batch)
        if let size = message.integer("iter_size"), size.value > 1 { fields.add("accumulate", size) }
        addOptimizer(scale, to: &fields)
        addSchedule(to: &fields)
        if !rules.isEmpty { fields.add("rules", .list(rules, at: message.span.first), at: message.span.first) }
        addClipping(scale, to: &fields)
        if let seed = message.integer("random_seed"), seed.value >= 0 { fields.add("seed", seed) }
        addEvaluations(net, steps, to: &fields)
        if let snapshot = message.integer("snapshot"), snapshot.value > 0 {
            fields.add(
                "checkpoint-every",
                .fields(["steps": .plain("\(snapshot.value)", at: snapshot.span)], at: snapshot.span),
                at: snapshot.nameSpan)
        }
        warnOfRest()
        return fields.entries
    }

    /// Warns of what has a meaning and no counterpart.
    private func warnOfRest() {
        for field in ["test_net", "test_net_param", "test_state"] {
            guard let place = message.place(of: field) else { continue }
            warn(
                "the network that is trained is also the one that is tested, and `\(field)` is not read", at: place,
                help: "remove it")
        }
        guard let place = message.place(of: "weights") else { return }
        warn(
            "weights to begin with are given on the command line, and `weights` is not read", at: place,
            help: "use `--weights` of `netspec train`")
    }

    func warn(_ message: String, at span: SourceSpan, help: String) {
        collector.report(Diagnostic(.caffeDifference, message, at: span, help: help, severity: .warning))
    }

    func refuse(_ message: String, at span: SourceSpan, help: String) {
        collector.report(Diagnostic(.caffeUnsupported, message, at: span, help: help))
    }

    /// A number that must be there.
    func required(_ field: String, for what: String) -> Located<Double>? {
        if let value = message.number(field) { return value }
        missing(field, for: what, example: "0.1")
        return nil
    }

    func missing(_ field: String, for what: String, example: String) {
        guard message.place(of: field) == nil else { return }
        collector.report(
            Diagnostic(
                .missingField, "\(what) needs the field `\(field)`", at: message.span.first,
                help: "add `\(field): \(example)`"))
    }
}

extension SolverReading {
    /// Nil where nobody knows how many pictures there are.
    private func stepsPerEpoch(_ net: NetReading) -> Int? {
        guard let set = net.input?.set, let batch = net.input?.batch else { return nil }
        let pictures = batch.value.multipliedReportingOverflow(by: message.integer("iter_size")?.value ?? 1)
        return pictures.overflow ? nil : max(1, set.trainCount / max(1, pictures.partialValue))
    }

    private func addEpochs(_ stepsPerEpoch: Int?, to fields: inout FieldList) {
        guard let most = message.integer("max_iter") else {
            return missing("max_iter", for: "a solver", example: "10000")
        }
        guard let stepsPerEpoch else {
            warn(
                "a training counts in epochs, and nothing tells how many pictures there are: the run is one epoch long",
                at: most.span,
                help: "give `--max-steps \(most.value)`, and `--set train.epochs=…` with as many as that is")
            return fields.add("epochs", Located(value: 1, span: most.span, nameSpan: most.nameSpan))
        }
        let epochs = max(1, (most.value + stepsPerEpoch - 1) / stepsPerEpoch)
        fields.add("epochs", Located(value: epochs, span: most.span, nameSpan: most.nameSpan))
        if epochs * stepsPerEpoch != most.value {
            warn(
                "a training is so many whole epochs long, and \(most.value) iterations are "
                    + "\(shortest((100 * Double(most.value) / Double(stepsPerEpoch)).rounded() / 100)): the run has "
                    + "\(epochs) epochs, \(epochs * stepsPerEpoch) steps",
                at: most.span, help: "give `--max-steps \(most.value)` to end where Caffe does")
        }
    }

    /// The gradients of all batches of a step are summed when Caffe clips them, and are their mean here.
    private func addClipping(_ scale: LossScale, to fields: inout FieldList) {
        guard let clip = message.number("clip_gradients"), clip.value >= 0 else { return }
        let size = Double(message.integer("iter_size")?.value ?? 1)
        fields.add("clip-norm", scale.besideGradients(clip.with(clip.value / size)))
    }

    private func addEvaluations(_ net: NetReading, _ stepsPerEpoch: Int?, to fields: inout FieldList) {
        guard let interval = message.integer("test_interval"), interval.value > 0 else {
            let place = message.span.first
            return fields.add("evaluate-every", .plain("0", at: place), at: place)
        }
        if let steps = stepsPerEpoch {
            let epochs = max(1, (interval.value + steps / 2) / steps)
            fields.add("evaluate-every", Located(value: epochs, span: interval.span, nameSpan: interval.nameSpan))
            if epochs * steps != interval.value {
                warn(
                    "a network is tested at the end of an epoch, here after every \(epochs * steps) iterations",
                    at: interval.span,
                    help: "write `test_interval: \(epochs * steps)`")
            }
        }
        // Of a network that only tests, and is not read, the batch is not known.
        let hasOwnTest = ["test_net", "test_net_param"].contains { message.place(of: $0) != nil }
        guard !hasOwnTest, let count = message.integers("test_iter").first, let batch = net.testBatch,
            let set = net.input?.set
        else {
            return
        }
        let pictures = count.value.multipliedReportingOverflow(by: batch)
        if !pictures.overflow, pictures.partialValue != set.testCount {
            warn(
                "a test is of all pictures, \(set.testCount), and `test_iter: \(count.value)` asks for \(pictures.partialValue)",
                at: count.span, help: "write `test_iter: \(max(1, set.testCount / max(1, batch)))`")
        }
    }
}
