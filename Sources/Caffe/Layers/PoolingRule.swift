import Diagnostics
import SpecSyntax

extension LayerRule {
    /// Rounds up, unless it says otherwise; the mean counts the padding. Source: `pooling_layer.cpp`.
    static let pooling = LayerRule("Pooling") { net, use in
        let message = use.parameters("pooling_param")
        let method = message.word("pool")
        guard method?.value != "STOCHASTIC" else {
            net.report(
                Diagnostic(
                    .caffeUnsupported, "netspec has no pooling at random", at: use.pooling("pool"),
                    help: "write `pool: MAX` or `pool: AVE`"))
            return []
        }
        let isMean = method?.value == "AVE"
        if let global = message.flag("global_pooling"), global.value {
            return net.add(isMean ? "global-average-pool" : "global-max-pool", of: use)
        }
        guard let window = net.window(message, of: use) else { return [] }
        var fields = FieldList()
        fields.add("kernel", window.kernel.node, at: window.kernel.nameSpan)
        // A pooling of specs steps by its kernel where it says nothing, one of Caffe's by 1.
        let stride = window.stride
        fields.add(
            "stride", stride?.node ?? .plain("1", at: use.layer.type.span), at: stride?.nameSpan ?? use.layer.type.span)
        let pad = window.pad.flatMap { $0.height + $0.width > 0 ? $0 : nil }
        if let pad { fields.add("pad", pad.node, at: pad.nameSpan) }
        let isCeiling = message.word("round_mode")?.value != "FLOOR"
        if isCeiling { fields.add("round", .plain("ceil", at: use.layer.type.span), at: use.layer.type.span) }
        if isCeiling, pad == nil, let stride, stride.height > window.kernel.height || stride.width > window.kernel.width
        {
            net.warn(
                of: "pooling",
                "a last window that would lie outside of the picture is left out, and Caffe keeps it, with nothing in it, "
                    + "where there is no `pad`",
                at: stride.span, help: "write `round_mode: FLOOR`, which both read alike")
        }
        return net.add(isMean ? "average-pool" : "max-pool", fields, of: use)
    }
}

extension LayerUse {
    fileprivate func pooling(_ field: String) -> SourceSpan {
        parameters("pooling_param").word(field)?.span ?? layer.type.span
    }
}
