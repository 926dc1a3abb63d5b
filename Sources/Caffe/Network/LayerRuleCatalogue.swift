import Diagnostics

/// Every layer type of Caffe's that netspec has.
enum LayerRuleCatalogue {
    static let rules: [LayerRule] =
        [.convolution, .deconvolution, .innerProduct, .pooling, .localResponseNorm, .batchNorm, .scale, .bias]
        + [.relu, .sigmoid, .hyperbolicTangent, .power, .dropout, .softmax]
        + [.concat, .eltwise, .slice, .split, .flatten, .crop]
        + [.softmaxWithLoss, .accuracy, .argMax, .silence] + LayerRule.otherLosses
        + LayerRule.dataTypes

    private static let byType = Dictionary(rules.map { ($0.type, $0) }) { first, _ in first }

    static func rule(named type: String) -> LayerRule? { byType[type] }

    /// Types that Caffe has and netspec has not, with the reason, or what comes near.
    private static let others: [String: String] = [
        "AbsVal": "there is no layer of absolute values", "BN": "use `BatchNorm` and behind it `Scale`",
        "BNLL": "use `ReLU`, which it smooths", "Clip": "use `ReLU`",
        "ELU": "use `ReLU`",
        "Embed": "networks here read pictures",
        "Exp": "there is no exponential layer",
        "Filter": "networks here have one path", "HDF5Output": "remove it: a run keeps its results",
        "Im2col": "it is part of `Convolution`",
        "LSTM": "networks here read pictures",
        "LSTMUnit": "networks here read pictures", "Log": "there is no logarithmic layer",
        "MVN": "use `BatchNorm`",
        "PReLU": "use `ReLU` with a `negative_slope`", "Parameter": "parameters belong to layers",
        "Python": "a spec is data, and never code", "RNN": "networks here read pictures",
        "Recurrent": "networks here read pictures", "Reduction": "use `Pooling` with `global_pooling: true`",
        "Reshape": "use `Flatten`", "SPP": "use `Pooling`",
        "Swish": "use `ReLU`", "Threshold": "nothing can be learned through it", "Tile": "use `Concat`",
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
            help: nearestName(to: layer.type.value, among: names).map { "write `\"\($0)\"`" }
                ?? "the types are \(listed(rules.map(\.type), most: 40))")
    }
}
