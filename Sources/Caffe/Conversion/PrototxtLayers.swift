import SpecSyntax

/// What each layer type of the spec language is in Caffe: one layer of its, or several.
///
/// Types without a rule are those that Caffe has not. Source: the layers and `caffe.proto` of BVLC/caffe, commit 9b89154.
enum PrototxtLayers {
    typealias Part = LayerWriter.Part
    /// The layers; nil, with the reason reported, where Caffe has none that do the same.
    typealias Rule = @Sendable (LayerWriter) -> [PrototxtLayer]?

    static let rules: [String: Rule] = [
        "convolution": { convolution($0, "Convolution") },
        "transposed-convolution": transposedConvolution, "linear": linear, "max-pool": { pooling($0, "MAX") },
        "average-pool": averagePool, "global-average-pool": globalPooling("AVE"),
        "global-max-pool": globalPooling("MAX"), "lrn": lrn, "batch-norm": batchNorm, "scale": affine,
        "relu": plain("ReLU"), "sigmoid": plain("Sigmoid"), "tanh": plain("TanH"), "softmax": plain("Softmax"),
        "swish": plain("Swish"), "relu6": relu6, "concat": plain("Concat"), "flatten": plain("Flatten"),
        "slice": slice, "crop": crop, "add": eltwise("SUM"), "multiply": multiply, "maximum": eltwise("MAX"),
        "leaky-relu": numbers("ReLU", "relu_param", ["slope": "negative_slope"]),
        "dropout": numbers("Dropout", "dropout_param", ["ratio": "dropout_ratio"]),
        "power": numbers("Power", "power_param", ["power": "power", "scale": "scale", "shift": "shift"]),
    ]

    private static func plain(_ type: String) -> Rule { { $0.chain([Part(type)]) } }

    private static func eltwise(_ operation: String) -> Rule {
        { writer in
            var message = PrototxtMessage()
            message.add("operation", operation)
            return writer.chain([Part("Eltwise", "eltwise_param", message)])
        }
    }

    private static func globalPooling(_ method: String) -> Rule {
        { writer in
            var message = PrototxtMessage()
            message.add("pool", method)
            message.add("global_pooling", "true")
            return writer.chain([Part("Pooling", "pooling_param", message)])
        }
    }

    private static let relu6: Rule = { writer in
        var message = PrototxtMessage()
        message.add("min", "0")
        message.add("max", "6")
        return writer.chain([Part("Clip", "clip_param", message)])
    }

    /// A layer all of whose fields are numbers, with their names there.
    private static func numbers(_ type: String, _ field: String, _ names: KeyValuePairs<String, String>) -> Rule {
        let names = names.map { ($0.key, $0.value) }
        return { writer in
            var message = PrototxtMessage()
            for (own, name) in names {
                if let text = writer.text(own) { message.add(name, text) }
            }
            return writer.chain([Part(type, field, message)])
        }
    }

    private static func convolution(_ writer: LayerWriter, _ type: String) -> [PrototxtLayer]? {
        var message = PrototxtMessage()
        message.add("num_output", writer.text("filters") ?? "1")
        let window = writer.addWindow(to: &message)
        if let groups = writer.text("groups"), groups != "1" { message.add("group", groups) }
        if let dilation = writer.extent("dilation"), dilation != ["1", "1"] {
            for length in Set(dilation).count == 1 ? [dilation[0]] : dilation { message.add("dilation", length) }
        }
        let weights = writer.addWeights(to: &message)
        return window && weights
            ? writer.chain([Part(type, "convolution_param", message, blobs: ["weight", "bias"])]) : nil
    }

    private static let transposedConvolution: Rule = { writer in
        let layers = convolution(writer, "Deconvolution")
        guard writer.extent("output-pad") ?? ["0", "0"] == ["0", "0"] else {
            writer.refuse("its `Deconvolution` has no `output-pad`", field: "output-pad")
            return nil
        }
        return layers
    }

    private static let linear: Rule = { writer in
        var message = PrototxtMessage()
        message.add("num_output", writer.text("outputs") ?? "1")
        guard writer.addWeights(to: &message) else { return nil }
        return writer.chain([Part("InnerProduct", "inner_product_param", message, blobs: ["weight", "bias"])])
    }

    private static func pooling(_ writer: LayerWriter, _ method: String) -> [PrototxtLayer]? {
        var message = PrototxtMessage()
        message.add("pool", method)
        guard writer.addWindow(to: &message, stride: writer.extent("kernel") ?? ["1", "1"]),
            writer.addRounding(to: &message)
        else { return nil }
        return writer.chain([Part("Pooling", "pooling_param", message)])
    }

    private static let averagePool: Rule = { writer in
        let layers = pooling(writer, "AVE")
        let isPadded = writer.layer.resolvedFields["pad"]?.contains { $0 > 0 } ?? false
        guard !isPadded || writer.flag("include-pad") ?? true else {
            writer.refuse("its mean leaves the padding out, and Caffe's counts it", field: "include-pad")
            return nil
        }
        return layers
    }

    private static let lrn: Rule = { writer in
        var message = PrototxtMessage()
        let isWithin = writer.text("region") == "within-channels"
        if isWithin { message.add("norm_region", "WITHIN_CHANNEL") }
        for (own, name) in [("size", "local_size"), ("alpha", "alpha"), ("beta", "beta"), ("k", "k")] {
            if let text = writer.text(own), own != "k" || !isWithin { message.add(name, text) }
        }
        return writer.chain([Part("LRN", "lrn_param", message)])
    }

    private static let batchNorm: Rule = { writer in
        var message = PrototxtMessage()
        if let momentum = writer.text("momentum").flatMap(parseNumber) {
            message.add("moving_average_fraction", shortest(((1 - momentum) * 1e12).rounded() / 1e12))
        }
        if let epsilon = writer.text("epsilon") { message.add("eps", epsilon) }
        let norm = Part("BatchNorm", "batch_norm_param", message, blobs: ["mean", "variance", "divisor"])
        let (hasScale, hasShift) = (writer.flag("scale") ?? true, writer.flag("shift") ?? true)
        guard hasScale || hasShift else { return writer.chain([norm]) }
        return (hasScale ? scale(writer, hasShift: hasShift) : shift(writer)).map { writer.chain([norm, $0]) }
    }

    private static let affine: Rule = { writer in
        let hasScale = writer.flag("scale") ?? true
        let part = hasScale ? scale(writer, hasShift: writer.flag("shift") ?? false) : shift(writer)
        return part.map { writer.chain([$0]) }
    }

    private static func shift(_ writer: LayerWriter) -> Part? {
        var message = PrototxtMessage()
        return writer.add("shift", as: "filler", to: &message)
            ? Part("Bias", "bias_param", message, blobs: ["shift"]) : nil
    }

    private static func scale(_ writer: LayerWriter, hasShift: Bool) -> Part? {
        var message = PrototxtMessage()
        let scale = writer.add("scale", as: "filler", to: &message)
        if hasShift { message.add("bias_term", "true") }
        let shift = !hasShift || writer.add("shift", as: "bias_filler", to: &message)
        return scale && shift ? Part("Scale", "scale_param", message, blobs: ["scale", "shift"]) : nil
    }
}
