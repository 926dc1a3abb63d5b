import Diagnostics
import SpecSyntax

extension SolverReading {
    private static let types = ["SGD", "Nesterov", "AdaGrad", "RMSProp", "AdaDelta", "Adam"]

    /// The update rule with its numbers. Source: `sgd_solver.cpp` and its like.
    func addOptimizer(_ scale: LossScale, to fields: inout FieldList) {
        guard let rate = required("base_lr", for: "a solver") else { return }
        let old = message.word("solver_type")
        let oldName = old.map { old in Self.types.first { $0.uppercased() == old.value } ?? old.value }
        let type = message.text("type")
        let name = type?.value ?? oldName ?? "SGD"
        let place = type?.span ?? old?.span ?? rate.span
        var rule = FieldList()
        func add(_ key: String, _ value: Double, from field: String) {
            let written = message.number(field)
            rule.add(
                key, Located(value: value, span: written?.span ?? place, nameSpan: written?.nameSpan ?? place))
        }
        let momentum = message.number("momentum").flatMap { $0.value == 0 ? nil : $0 }
        let delta = message.number("delta") ?? Located(value: 1e-8, span: place, nameSpan: place)
        let epsilon = scale.besideGradients(delta).value
        rule.add("rate", ["SGD", "Nesterov"].contains(name) ? scale.rate(rate) : rate)
        let chosen: String
        switch name {
        case "SGD", "Nesterov":
            chosen = "sgd"
            rule.add("momentum", momentum)
            if name == "Nesterov" { rule.add("nesterov", .plain("true", at: place), at: place) }
            if momentum != nil { rule.add("form", .plain("caffe", at: place), at: place) }
        case "AdaGrad":
            chosen = "adagrad"
            add("eps", epsilon, from: "delta")
        case "RMSProp":
            chosen = "rmsprop"
            add("alpha", message.number("rms_decay")?.value ?? 0.99, from: "rms_decay")
            add("eps", epsilon, from: "delta")
        case "AdaDelta":
            chosen = "adadelta"
            add("rho", message.number("momentum")?.value ?? 0, from: "momentum")
            add("eps", delta.value, from: "delta")
            if scale.factor != 1 {
                refuse(
                    "with `AdaDelta`, whose `delta` stands beside the changes too, the last loss must have the weight 1",
                    at: place, help: "write `loss_weight: 1`, or choose another solver")
            }
        case "Adam":
            chosen = "adam"
            let betas = [("momentum", 0), ("momentum2", 0.999)].map { field, standard in
                let written = message.number(field)
                return SyntaxNode.plain(shortest(written?.value ?? standard), at: written?.span ?? place)
            }
            rule.add("betas", .list(betas, at: place), at: place)
            add("eps", epsilon, from: "delta")
            warn(
                "in the first steps `delta` counts a little less than in Caffe, which adds it before the bias is corrected",
                at: place, help: "where that matters, write a smaller `delta`")
        default:
            collector.report(
                Diagnostic(
                    .unknownName, "there is no solver `\(abbreviated(name))`", at: place,
                    help: nearestName(to: name, among: Self.types).map { place.caffeRemedy(writing: "\"\($0)\"") }
                        ?? "the solvers are \(listed(Self.types))"))
            return
        }
        if let momentum, !["SGD", "Nesterov", "AdaDelta", "Adam"].contains(name) {
            refuse("`\(name)` has no momentum in Caffe", at: momentum.nameSpan, help: "leave `momentum` out")
        }
        addDecay(scale, to: &rule)
        fields.add("optimizer", .fields([chosen: SyntaxNode(.mapping(rule.entries), at: place)], at: place), at: place)
    }

    /// What is added to gradients: the weights themselves, or their signs. Source: `SGDSolver::Regularize`.
    private func addDecay(_ scale: LossScale, to rule: inout FieldList) {
        let decay = message.number("weight_decay").flatMap { $0.value == 0 ? nil : $0 }
        rule.add("weight-decay", decay.map(scale.besideGradients))
        guard let kind = message.text("regularization_type"), kind.value != "L2" else { return }
        guard kind.value == "L1" else {
            return collector.report(
                Diagnostic(
                    .unknownName, "there is no regularization `\(abbreviated(kind.value))`", at: kind.span,
                    help: "write `\"L2\"` or `\"L1\"`"))
        }
        if decay != nil { rule.add("decay-form", .plain("l1", at: kind.span), at: kind.nameSpan) }
    }

    /// How the rate changes. Source: `SGDSolver::GetLearningRate`.
    func addSchedule(to fields: inout FieldList) {
        let policies = ["fixed", "step", "exp", "inv", "multistep", "poly", "sigmoid"]
        guard let policy = message.text("lr_policy") else {
            return missing("lr_policy", for: "a solver", example: "\"fixed\"")
        }
        let place = policy.span
        let what = "the policy `\(abbreviated(policy.value))`"
        func length(_ value: Located<Int>) -> SyntaxNode {
            .plain("\(value.value) \(value.value == 1 ? "step" : "steps")", at: value.span)
        }
        func node(_ value: Located<Double>) -> SyntaxNode { .plain(shortest(value.value), at: value.span) }
        func add(_ name: String, _ entries: KeyValuePairs<String, SyntaxNode>) {
            fields.add("schedule", .choice(name, entries, at: place), at: policy.nameSpan)
        }
        func steps() -> Located<Int>? {
            if let size = message.integer("stepsize"), size.value > 0 { return size }
            missing("stepsize", for: what, example: "1000")
            return nil
        }
        switch policy.value {
        case "fixed": break
        case "step":
            if let every = steps(), let gamma = required("gamma", for: what) {
                add("step", ["every": length(every), "factor": node(gamma)])
            }
        case "exp":
            if let gamma = required("gamma", for: what) {
                add("exponential", ["factor": node(gamma), "every": .plain("1 step", at: place)])
            }
        case "inv":
            if let gamma = required("gamma", for: what), let power = required("power", for: what) {
                add("inverse", ["gamma": node(gamma), "power": node(power)])
            }
        case "multistep":
            let points = message.integers("stepvalue")
            if points.isEmpty { missing("stepvalue", for: what, example: "1000") }
            if let gamma = required("gamma", for: what), let first = points.first {
                add("multi-step", ["at": .list(points.map(length), at: first.span), "factor": node(gamma)])
            }
        case "poly":
            if let power = required("power", for: what), let most = message.integer("max_iter") {
                add("polynomial", ["power": node(power), "over": length(most)])
            }
        case "sigmoid":
            if let gamma = required("gamma", for: what), let middle = steps() {
                add("sigmoid", ["gamma": node(gamma), "middle": length(middle)])
            }
        default:
            collector.report(
                Diagnostic(
                    .unknownName, "there is no policy `\(abbreviated(policy.value))`", at: place,
                    help: nearestName(to: policy.value, among: policies).map {
                        policy.span.caffeRemedy(writing: "\"\($0)\"")
                    }
                        ?? "the policies are \(listed(policies))"))
        }
    }
}
