import Diagnostics
import SpecSyntax

extension LayerRule {
    /// Source: `lrn_layer.cpp`.
    static let localResponseNorm = LayerRule("LRN") { net, use in
        let message = use.parameters("lrn_param")
        let place = use.layer.type.span
        if let size = message.integer("local_size"), size.value % 2 == 0 {
            net.report(
                Diagnostic(
                    .wrongType, "`local_size` must be an odd whole number, found `\(size.value)`", at: size.span,
                    help: "write `\(size.value + 1)`"))
            return []
        }
        let isWithin = message.word("norm_region")?.value == "WITHIN_CHANNEL"
        var fields = FieldList()
        if let region = message.word("norm_region"), isWithin {
            fields.add("region", .plain("within-channels", at: region.span), at: region.nameSpan)
        }
        let size = message.integer("local_size")
        fields.add("size", .plain("\(size?.value ?? 5)", at: size?.span ?? place), at: size?.nameSpan ?? place)
        // Within a channel Caffe's summand is 1, whatever `k` says.
        for (name, standard) in [("alpha", 1), ("beta", 0.75)] + (isWithin ? [] : [("k", 1)]) {
            let value = message.number(name)
            fields.add(
                name, .plain(shortest(value?.value ?? standard), at: value?.span ?? place), at: value?.nameSpan ?? place
            )
        }
        return net.add("lrn", fields, of: use)
    }

    static let batchNorm = LayerRule("BatchNorm") { net, use in
        let message = use.parameters("batch_norm_param")
        if net.isTrained, let global = message.flag("use_global_stats"), global.value {
            net.report(
                Diagnostic(
                    .caffeUnsupported,
                    "batch normalisation must go by each batch's own statistics in training, and `use_global_stats` goes by "
                        + "kept ones", at: global.nameSpan, help: "leave it out: Caffe then does as netspec"))
            return []
        }
        var fields = FieldList()
        let (epsilon, fraction) = (message.number("eps"), message.number("moving_average_fraction"))
        fields.add(
            "epsilon", .plain(shortest(epsilon?.value ?? 1e-5), at: epsilon?.span ?? use.layer.type.span),
            at: epsilon?.nameSpan ?? use.layer.type.span)
        let place = fraction?.span ?? use.layer.type.span
        let share = (1e12 * (1 - (fraction?.value ?? 0.999))).rounded() / 1e12
        fields.add("momentum", .plain(shortest(share), at: place), at: fraction?.nameSpan ?? place)
        if net.isTrained {
            net.warn(
                of: "running statistics",
                "running statistics begin with mean 0 and variance 1, and Caffe's with those of the first batch: they "
                    + "agree after several times \(shortest((1 / max(share, 1e-6)).rounded())) steps",
                at: use.layer.type.span, help: "train for long enough, or set a lower `moving_average_fraction`")
        }
        for name in ["scale", "shift"] {
            fields.add(name, .plain("false", at: use.layer.type.span), at: use.layer.type.span)
        }
        // The third, by which the others are divided, goes with them.
        return net.add("batch-norm", fields, of: use, parameters: ["mean", "variance"])
    }

    /// A factor for each channel. Behind a batch normalisation it is part of it.
    static let scale = LayerRule("Scale", inputs: 1...2) { net, use in
        guard use.bottoms.count == 1 else { return net.product(use) }
        let message = use.parameters("scale_param")
        guard net.checkAxis("axis", of: message, what: "a scale") else { return [] }
        if let axes = message.integer("num_axes"), axes.value != 1 {
            net.report(
                Diagnostic(
                    .caffeUnsupported, "a scale has one factor for each channel, and `num_axes` asks for others",
                    at: axes.span, help: "write `num_axes: 1`, or leave it out"))
            return []
        }
        let hasShift = message.flag("bias_term")?.value ?? false
        var fields = FieldList()
        net.addFiller("filler", of: message, as: "scale-init", of: use, standard: 1, to: &fields)
        if hasShift { net.addFiller("bias_filler", of: message, as: "shift-init", of: use, to: &fields) }
        let parameters = hasShift ? ["scale", "shift"] : ["scale"]
        if let norm = net.batchNorm(before: use, without: ["scale", "shift"]) {
            return net.makeAffine(norm, parameters, fields.entries, of: use) ? [.step(norm)] : []
        }
        if hasShift { fields.add("shift", message.flag("bias_term")) }
        return net.add("scale", fields, of: use, parameters: parameters)
    }
}

extension LayerRule {
    /// A summand for each channel.
    static let bias = LayerRule("Bias") { net, use in
        let message = use.parameters("bias_param")
        guard net.checkAxis("axis", of: message, what: "a bias") else { return [] }
        var fields = FieldList()
        let place = use.layer.type.span
        net.addFiller("filler", of: message, as: "shift-init", of: use, to: &fields)
        if let norm = net.batchNorm(before: use, without: ["shift"]) {
            return net.makeAffine(norm, ["shift"], fields.entries, of: use) ? [.step(norm)] : []
        }
        fields.add("scale", .plain("false", at: place), at: place)
        fields.add("shift", .plain("true", at: place), at: place)
        return net.add("scale", fields, of: use, parameters: ["shift"])
    }
}

extension NetTranslation {
    /// The step of a batch normalisation whose output only this layer reads, and which has none of some parameters yet.
    fileprivate func batchNorm(before use: LayerUse, without parameters: [String]) -> Int? {
        guard case .step(let number) = use.bottoms[0], draft.steps[number].kind == "batch-norm",
            parameters.allSatisfy({ name in draft.steps[number].fields.contains { $0.key == name } }),
            isReadOnce(bottom(0, of: use))
        else { return nil }
        return number
    }

    /// Gives the step of a batch normalisation the factors and summands of a layer behind it; false where what the layer says of
    /// their names is wrong, which is reported.
    fileprivate mutating func makeAffine(
        _ step: Int, _ parameters: [String], _ initializers: [SyntaxNode.Entry], of use: LayerUse
    ) -> Bool {
        let rules = rules(of: use, for: parameters)
        guard let shares = shares(of: use, for: parameters) else { return false }
        draft.steps[step].makeAffine(parameters, initializers, rules, shares)
        return true
    }

    /// The product of two blobs of one shape from axis 0 on, or of a picture and a row that `Flatten` made of one number for each
    /// channel, which a spec multiplies as it is.
    fileprivate mutating func product(_ use: LayerUse) -> [NetDraft.Source] {
        let message = use.parameters("scale_param")
        guard let axis = message.integer("axis"), axis.value % 4 == 0 else {
            let axis = message.integer("axis")
            report(
                Diagnostic(
                    .caffeUnsupported, "a `Scale` by a second blob goes along axis 0, found `\(axis?.value ?? 1)`",
                    at: axis?.span ?? use.layer.type.span, help: "write `axis: 0`"))
            return []
        }
        if let bias = message.flag("bias_term"), bias.value {
            report(
                Diagnostic(
                    .caffeUnsupported,
                    "a `Scale` by a second blob has no bias of its own, and `bias_term` asks for one",
                    at: bias.nameSpan, help: "put a layer of the type `Bias` behind it"))
            return []
        }
        guard let step = use.bottoms[1].step, step == draft.steps.count - 1, draft.steps[step].kind == "flatten",
            isReadOnce(bottom(1, of: use))
        else { return add("multiply", of: use) }
        let row = draft.steps.removeLast()
        return add("multiply", of: use, from: [use.bottoms[0]] + row.sources)
    }
}

extension NetDraft.Step {
    /// Gives a batch normalisation the factors and summands of a `Scale` or a `Bias` behind it.
    fileprivate mutating func makeAffine(
        _ parameters: [String], _ initializers: [SyntaxNode.Entry], _ rules: [NetDraft.ParameterRule],
        _ shares: [NetDraft.Share]
    ) {
        fields.removeAll { parameters.contains($0.key) }
        fields += initializers
        self.rules += rules
        self.shares += shares
    }
}
