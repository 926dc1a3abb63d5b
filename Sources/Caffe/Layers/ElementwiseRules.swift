import Diagnostics
import SpecSyntax

/// Layers that change each number by itself.
extension LayerRule {
    static let relu = LayerRule("ReLU") { net, use in
        guard let slope = use.parameters("relu_param").number("negative_slope"), slope.value != 0 else {
            return net.add("relu", of: use)
        }
        var fields = FieldList()
        fields.add("slope", slope)
        return net.add("leaky-relu", fields, of: use)
    }

    /// `min(max(x, min), max)`: of these limits the spec language has those of ReLU6. The slopes at the limits themselves, 1 in
    /// Caffe, are 0 here.
    static let clip = LayerRule("Clip") { net, use in
        let message = use.parameters("clip_param")
        for (name, wanted) in [("min", 0.0), ("max", 6.0)] {
            guard let limit = message.number(name) else {
                net.report(
                    Diagnostic(
                        .missingField, "`Clip` needs the field `\(name)`", at: use.layer.type.span,
                        help: "add `clip_param { min: 0 max: 6 }`"))
                return []
            }
            guard limit.value == wanted else {
                net.report(
                    Diagnostic(
                        .caffeUnsupported,
                        "`\(name)` of a `Clip` must be \(shortest(wanted)), as ReLU6 has it, found "
                            + "`\(shortest(limit.value))`", at: limit.span,
                        help: "write `\(name): \(shortest(wanted))` where the results may change with it"))
                return []
            }
        }
        return net.add("relu6", of: use)
    }

    static let swish = LayerRule("Swish") { net, use in
        if let beta = use.parameters("swish_param").number("beta"), beta.value != 1 {
            net.report(
                Diagnostic(
                    .caffeUnsupported, "`beta` of a `Swish` must be 1, found `\(shortest(beta.value))`", at: beta.span,
                    help: "write `beta: 1` where the results may change with it"))
            return []
        }
        return net.add("swish", of: use)
    }

    static let sigmoid = LayerRule("Sigmoid") { net, use in net.add("sigmoid", of: use) }
    static let hyperbolicTangent = LayerRule("TanH") { net, use in net.add("tanh", of: use) }
    static let softmax = LayerRule("Softmax") { net, use in
        guard net.checkAxis("axis", of: use.parameters("softmax_param"), what: "a softmax") else { return [] }
        return net.add("softmax", of: use)
    }

    /// `(shift + scale · x)^power`.
    static let power = LayerRule("Power") { net, use in
        let message = use.parameters("power_param")
        var fields = FieldList()
        for name in ["power", "scale", "shift"] { fields.add(name, message.number(name)) }
        return net.add("power", fields, of: use)
    }

    static let dropout = LayerRule("Dropout") { net, use in
        let message = use.parameters("dropout_param")
        if let ratio = message.number("dropout_ratio"), !(ratio.value >= 0 && ratio.value < 1) {
            net.report(
                Diagnostic(
                    .wrongType,
                    "`dropout_ratio` must be a number of at least 0 and below 1, found `\(shortest(ratio.value))`",
                    at: ratio.span, help: "write, for example, `0.5`"))
            return []
        }
        if let scales = message.flag("scale_train"), !scales.value {
            net.report(
                Diagnostic(
                    .caffeUnsupported,
                    "dropout makes up for what it leaves out in training, and `scale_train: false` in the "
                        + "test", at: scales.nameSpan, help: "leave `scale_train` out"))
            return []
        }
        var fields = FieldList()
        fields.add("ratio", message.number("dropout_ratio"))
        return net.add("dropout", fields, of: use)
    }
}
