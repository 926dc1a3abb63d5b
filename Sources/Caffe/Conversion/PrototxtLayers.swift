import SpecSyntax

/// What each layer type of the spec language is in Caffe: one layer of its, or two one after the other.
enum PrototxtLayers {
    /// A layer of Caffe's, with the field that its parameters stand in.
    struct Part {
        let type: String
        /// What it learns or keeps, in Caffe's order, by the names of the spec language.
        let blobs: [String]
        var parameters: (field: String, message: PrototxtMessage)?

        init(
            _ type: String, _ field: String? = nil, _ message: PrototxtMessage = PrototxtMessage(), blobs: [String] = []
        ) {
            self.type = type
            self.blobs = blobs
            parameters = field.map { ($0, message) }
        }
    }

    typealias Rule = @Sendable (FlatNet.Layer) throws(UnwritableLayer) -> [Part]

    static let rules: [String: Rule] = [
        "convolution": { layer throws(UnwritableLayer) in try [convolution(layer, "Convolution")] },
        "transposed-convolution": { layer throws(UnwritableLayer) in try [convolution(layer, "Deconvolution")] },
        "linear": linear, "max-pool": { layer throws(UnwritableLayer) in try [pooling(layer, "MAX")] },
        "average-pool": { layer throws(UnwritableLayer) in try [pooling(layer, "AVE")] },
        "global-average-pool": globalPooling("AVE"), "global-max-pool": globalPooling("MAX"),
        "lrn": lrn, "batch-norm": batchNorm, "scale": affine,
        "relu": plain("ReLU"), "sigmoid": plain("Sigmoid"), "tanh": plain("TanH"), "softmax": plain("Softmax"),
        "concat": plain("Concat"), "flatten": plain("Flatten"),
        "add": eltwise("SUM"), "multiply": eltwise("PROD"), "maximum": eltwise("MAX"),
        "leaky-relu": numbers("ReLU", "relu_param", ["slope": "negative_slope"]),
        "dropout": numbers("Dropout", "dropout_param", ["ratio": "dropout_ratio"]),
        "power": numbers("Power", "power_param", ["power": "power", "scale": "scale", "shift": "shift"]),
    ]

    private static func plain(_ type: String) -> Rule { { _ throws(UnwritableLayer) in [Part(type)] } }

    private static func eltwise(_ operation: String) -> Rule {
        { _ throws(UnwritableLayer) in
            var message = PrototxtMessage()
            message.add("operation", operation)
            return [Part("Eltwise", "eltwise_param", message)]
        }
    }

    private static func globalPooling(_ method: String) -> Rule {
        { _ throws(UnwritableLayer) in
            var message = PrototxtMessage()
            message.add("pool", method)
            message.add("global_pooling", "true")
            return [Part("Pooling", "pooling_param", message)]
        }
    }

    /// A layer all of whose fields are numbers, with their names there.
    private static func numbers(_ type: String, _ field: String, _ names: KeyValuePairs<String, String>) -> Rule {
        let names = names.map { ($0.key, $0.value) }
        return { layer throws(UnwritableLayer) in
            var message = PrototxtMessage()
            for (own, name) in names {
                if let text = layer.text(own) { message.add(name, text) }
            }
            return [Part(type, field, message)]
        }
    }

    private static func convolution(_ layer: FlatNet.Layer, _ type: String) throws(UnwritableLayer) -> Part {
        var message = PrototxtMessage()
        message.add("num_output", layer.text("filters") ?? "1")
        try layer.addWindow(to: &message)
        if let groups = layer.text("groups"), groups != "1" { message.add("group", groups) }
        if let dilation = layer.extent("dilation"), dilation != ["1", "1"] {
            for length in Set(dilation).count == 1 ? [dilation[0]] : dilation { message.add("dilation", length) }
        }
        try layer.addWeights(to: &message)
        return Part(type, "convolution_param", message, blobs: ["weight", "bias"])
    }

    private static let linear: Rule = { layer throws(UnwritableLayer) in
        var message = PrototxtMessage()
        message.add("num_output", layer.text("outputs") ?? "1")
        try layer.addWeights(to: &message)
        return [Part("InnerProduct", "inner_product_param", message, blobs: ["weight", "bias"])]
    }

    private static func pooling(_ layer: FlatNet.Layer, _ method: String) throws(UnwritableLayer) -> Part {
        if layer.text("include-pad") == "false", layer.extent("pad") != ["0", "0"] {
            throw UnwritableLayer(layer, "its mean leaves the padding out, and Caffe's counts it")
        }
        var message = PrototxtMessage()
        message.add("pool", method)
        try layer.addWindow(to: &message, stride: layer.extent("kernel"))
        if layer.text("round") != "ceil" { message.add("round_mode", "FLOOR") }
        return Part("Pooling", "pooling_param", message)
    }

    private static let lrn: Rule = { layer throws(UnwritableLayer) in
        var message = PrototxtMessage()
        let isWithin = layer.text("region") == "within-channels"
        if isWithin { message.add("norm_region", "WITHIN_CHANNEL") }
        for (own, name) in [("size", "local_size"), ("alpha", "alpha"), ("beta", "beta"), ("k", "k")] {
            if let text = layer.text(own), own != "k" || !isWithin { message.add(name, text) }
        }
        return [Part("LRN", "lrn_param", message)]
    }

    private static let batchNorm: Rule = { layer throws(UnwritableLayer) in
        var message = PrototxtMessage()
        if let momentum = layer.text("momentum").flatMap(parseNumber) {
            message.add("moving_average_fraction", shortest(((1 - momentum) * 1e12).rounded() / 1e12))
        }
        if let epsilon = layer.text("epsilon") { message.add("eps", epsilon) }
        let norm = Part("BatchNorm", "batch_norm_param", message, blobs: ["mean", "variance", "divisor"])
        guard layer.text("scale") != "false" else {
            if layer.text("shift") != "false" { throw UnwritableLayer(layer, "it has a shift and no scale") }
            return [norm]
        }
        return try [norm, scale(layer)]
    }

    private static let affine: Rule = { layer throws(UnwritableLayer) in
        guard layer.text("scale") == "false" else { return try [scale(layer)] }
        var message = PrototxtMessage()
        message.add("filler", try layer.filler("shift-init"))
        return [Part("Bias", "bias_param", message, blobs: ["shift"])]
    }

    private static func scale(_ layer: FlatNet.Layer) throws(UnwritableLayer) -> Part {
        var message = PrototxtMessage()
        if let filler = try layer.filler("scale-init") { message.add("filler", filler) }
        if layer.text("shift") ?? "true" == "true" {
            message.add("bias_term", "true")
            if let filler = try layer.filler("shift-init") { message.add("bias_filler", filler) }
        }
        return Part("Scale", "scale_param", message, blobs: ["scale", "shift"])
    }
}

extension FlatNet.Layer {
    func text(_ field: String) -> String? { fields[field].flatMap { $0.isEmpty ? nil : $0.scalar?.text } }

    /// Height and width.
    func extent(_ field: String) -> [String]? {
        guard let node = fields[field] else { return nil }
        if let items = node.sequence { return items.compactMap { $0.scalar?.text } }
        return node.scalar.map { [$0.text, $0.text] }
    }

    /// - Parameter stride: what a window without one steps by.
    func addWindow(to message: inout PrototxtMessage, stride standard: [String]? = nil) throws(UnwritableLayer) {
        func add(_ name: String, _ stem: String, _ lengths: [String]) {
            if Set(lengths).count == 1 { return message.add(name, lengths[0]) }
            message.add("\(stem)_h", lengths[0])
            message.add("\(stem)_w", lengths[1])
        }
        guard let kernel = extent("kernel"), kernel.count == 2 else { return }
        add("kernel_size", "kernel", kernel)
        let stride = extent("stride") ?? standard ?? ["1", "1"]
        if stride.count == 2, stride != ["1", "1"] { add("stride", "stride", stride) }
        if let pad = try padding(kernel, stride), pad.count == 2, pad != ["0", "0"] { add("pad", "pad", pad) }
    }

    /// The border in numbers; `same` is one at stride 1, where the kernel is odd.
    private func padding(_ kernel: [String], _ stride: [String]) throws(UnwritableLayer) -> [String]? {
        guard let node = fields["pad"] else { return nil }
        if node.mapping != nil { throw UnwritableLayer(self, "its border is not the same on both sides") }
        guard node.scalar?.text == "same" else { return extent("pad") }
        let dilation = extent("dilation") ?? ["1", "1"]
        let reaches = zip(kernel, dilation).compactMap { kernel, dilation in
            Int(kernel).flatMap { kernel in Int(dilation).map { ($0 * (kernel - 1)) } }
        }
        guard stride == ["1", "1"], reaches.allSatisfy({ $0 % 2 == 0 }) else {
            throw UnwritableLayer(self, "`pad: same` is not the same on both sides there")
        }
        return reaches.map { "\($0 / 2)" }
    }

    func addWeights(to message: inout PrototxtMessage) throws(UnwritableLayer) {
        let hasBias = text("bias") != "false"
        if !hasBias { message.add("bias_term", "false") }
        message.add("weight_filler", try filler("weight-init"))
        if hasBias { message.add("bias_filler", try filler("bias-init")) }
    }

    /// How a parameter begins; nil for PyTorch's way, which a network that is only run need not say.
    func filler(_ field: String) throws(UnwritableLayer) -> PrototxtMessage? {
        guard let node = fields[field] else { return nil }
        let name = node.scalar?.text ?? node.mapping?.first?.key ?? ""
        let values = node.mapping?.first?.value
        func value(_ key: String, _ standard: String) -> String { values?[key]?.scalar?.text ?? standard }
        var message = PrototxtMessage()
        switch name {
        case "uniform-fan-in":
            let bound = shortest(1 / Double(max(1, fanIn)).squareRoot())
            message.add("type", quoted: "uniform")
            message.add("min", "-\(bound)")
            message.add("max", bound)
        case "constant":
            message.add("type", quoted: "constant")
            message.add("value", value("value", "0"))
        case "uniform":
            message.add("type", quoted: "uniform")
            message.add("min", value("min", "0"))
            message.add("max", value("max", "1"))
        case "gaussian":
            message.add("type", quoted: "gaussian")
            if value("mean", "0") != "0" { message.add("mean", value("mean", "0")) }
            message.add("std", value("deviation", "1"))
        case "xavier", "he":
            message.add("type", quoted: name == "he" ? "msra" : "xavier")
            let norms = ["fan-out": "FAN_OUT", "average": "AVERAGE"]
            if let norm = norms[value("fan", "fan-in")] { message.add("variance_norm", norm) }
        case "bilinear": message.add("type", quoted: "bilinear")
        case "positive-unitball": message.add("type", quoted: "positive_unitball")
        case "glorot" where value("gain", "1") == "1":
            message.add("type", quoted: "xavier")
            message.add("variance_norm", "AVERAGE")
        default: throw UnwritableLayer(self, "Caffe has no filler like `\(name)`")
        }
        return message
    }
}
