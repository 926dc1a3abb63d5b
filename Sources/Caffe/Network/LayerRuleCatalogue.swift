import Diagnostics

/// Every layer type of Caffe's that netspec has.
enum LayerRuleCatalogue {
    static let rules: [LayerRule] =
        [.convolution, .deconvolution, .innerProduct, .pooling, .localResponseNorm, .batchNorm, .scale, .bias]
        + [.relu, .clip, .sigmoid, .hyperbolicTangent, .swish, .power, .dropout, .softmax]
        + [.concat, .eltwise, .slice, .split, .flatten, .crop]
        + [.softmaxWithLoss, .accuracy, .argMax, .silence] + LayerRule.otherLosses
        + LayerRule.dataTypes

    private static let byType = Dictionary(rules.map { ($0.type, $0) }) { first, _ in first }

    static func rule(named type: String) -> LayerRule? { byType[type] }

    /// Types that Caffe has and netspec has not, with the reason, or what comes near and what is lost with it.
    private static let others: [String: String] = [
        "AbsVal": "remove it, with other results: there is no layer of absolute values",
        "BN": "use `BatchNorm` and behind it `Scale`",
        "BNLL": "use `ReLU`, which has a corner at 0 where `BNLL` is smooth, with other results",
        "ELU": "use `ReLU`, which is 0 where `ELU` is negative, with other results",
        "Embed": "networks here read pictures", "Exp": "there is no exponential layer",
        "Filter": "networks here have one path", "HDF5Output": "remove it: a run keeps its results",
        "Im2col": "it is part of `Convolution`",
        "LSTM": "networks here read pictures",
        "LSTMUnit": "networks here read pictures", "Log": "there is no logarithmic layer",
        "MVN": "use `BatchNorm`, whose means are those of a batch and not of each picture, with other results",
        "PReLU": "use `ReLU` with a `negative_slope`, which is fixed and not learned, with other results",
        "Parameter": "parameters belong to layers",
        "Python": "a spec is data, and never code", "RNN": "networks here read pictures",
        "Recurrent": "networks here read pictures", "Reduction": "use `Pooling` with `global_pooling: true`",
        "Reshape": "use `Flatten`, where it makes one row of all numbers",
        "SPP": "use `Pooling`, which has windows of one size, with other results",
        "Threshold": "nothing can be learned through it", "Tile": "use `Concat`",
    ]

    static func unknownType(_ layer: CaffeLayer) -> Diagnostic {
        let type = abbreviated(layer.type.value)
        if let remedy = others[layer.type.value] {
            return Diagnostic(
                .caffeUnsupported, "netspec has no layer like Caffe's `\(type)`", at: layer.type.span, help: remedy)
        }
        let names = rules.map(\.type) + others.keys.sorted()
        return Diagnostic(
            .unknownLayer, "there is no layer type `\(type)`", at: layer.type.span,
            help: nearestName(to: layer.type.value, among: names).map {
                layer.type.span.caffeRemedy(writing: "\"\($0)\"")
            } ?? "the types are \(listed(rules.map(\.type), most: 40))")
    }
}
