import Diagnostics

extension LayerRule {
    static let convolution = LayerRule("Convolution") { net, use in
        net.convolution(use, kind: "convolution")
    }

    static let deconvolution = LayerRule("Deconvolution") { net, use in
        net.convolution(use, kind: "transposed-convolution")
    }
}

extension NetTranslation {
    fileprivate mutating func convolution(_ use: LayerUse, kind: String) -> [NetDraft.Source] {
        let message = use.parameters("convolution_param")
        guard let filters = required("num_output", of: message, in: use) else { return [] }
        guard checkAxis("axis", of: message, what: "a convolution's channels"), let window = window(message, of: use)
        else {
            return []
        }
        var fields = FieldList()
        fields.add("filters", filters)
        fields.add("kernel", window.kernel.node, at: window.kernel.nameSpan)
        if let stride = window.stride { fields.add("stride", stride.node, at: stride.nameSpan) }
        if let pad = window.pad, pad.height + pad.width > 0 { fields.add("pad", pad.node, at: pad.nameSpan) }
        let before = mistakeCount
        if let dilation = extent("dilation", "dilation", in: message, missing: 1), dilation.height * dilation.width > 1
        {
            fields.add("dilation", dilation.node, at: dilation.nameSpan)
        }
        guard mistakeCount == before else { return [] }
        fields.add("groups", message.integer("group").flatMap { $0.value == 1 ? nil : $0 })
        return add(kind, weighted(message, use, &fields), of: use, parameters: ["weight", "bias"])
    }

    /// A layer's number of outputs; nil, and reported, where it has none.
    mutating func required(_ field: String, of message: CheckedMessage, in use: LayerUse) -> Located<Int>? {
        if let value = message.integer(field) { return value }
        report(
            Diagnostic(
                .missingField, "`\(use.layer.type.value)` needs the field `\(field)`", at: use.layer.type.span,
                help: "add `\(field): …`, a whole number of at least 1"))
        return nil
    }

    /// The fields with those of weights and biases.
    mutating func weighted(_ message: CheckedMessage, _ use: LayerUse, _ fields: inout FieldList) -> FieldList {
        let hasBias = message.flag("bias_term")
        fields.add("bias", hasBias)
        addFiller("weight_filler", of: message, as: "weight-init", of: use, to: &fields)
        if hasBias?.value != false { addFiller("bias_filler", of: message, as: "bias-init", of: use, to: &fields) }
        return fields
    }
}
