import Diagnostics

/// A layer of a Caffe network, in today's form or brought to it.
struct CaffeLayer: Sendable {
    /// Its name, or its type where it has none.
    let name: Located<String>
    /// As it is called today: `InnerProduct`.
    let type: Located<String>
    let bottoms: [Located<String>]
    let tops: [Located<String>]
    /// What its parameters have of their own, in their order: the weight, the bias.
    let blobs: [BlobRule]
    let lossWeights: [Located<Double>]
    let message: CheckedMessage

    var span: SourceSpan { type.span }
}

/// What one parameter of a layer has of its own.
struct BlobRule: Sendable {
    /// What layers that share it call it; nil where it is the layer's alone.
    let sharedName: Located<String>?
    let rate: Located<Double>?
    let decay: Located<Double>?
}

extension CaffeLayer {
    /// Nil, with the reason reported, for a layer without a type.
    init?(_ message: Located<CheckedMessage>, into collector: DiagnosticCollector) {
        let layer = message.value
        guard let type = layer.text("type") else {
            if !layer.hasMistakes { collector.report(missingType(at: message.nameSpan)) }
            return nil
        }
        self.init(
            layer, type: type,
            blobs: layer.messages("param").map { param in
                BlobRule(
                    sharedName: param.value.text("name"), rate: param.value.number("lr_mult"),
                    decay: param.value.number("decay_mult"))
            })
    }

    /// A layer of the old form, brought to today's. Source: Caffe's `upgrade_proto.cpp`.
    init?(old message: Located<CheckedMessage>, into collector: DiagnosticCollector) {
        let layer = message.value
        if let place = layer.place(of: "layer") {
            collector.report(
                Diagnostic(
                    .caffeVersion, "layers must be in the form of 2014 or later, and this one is older", at: place,
                    help: "bring the file to today's form with Caffe's `upgrade_net_proto_text`"))
            return nil
        }
        guard let word = layer.word("type"),
            let type = MessageSchema.oldLayerTypes.first(where: { $0.name == word.value })?.type, !type.isEmpty
        else {
            if !layer.hasMistakes { collector.report(missingType(at: message.nameSpan)) }
            return nil
        }
        let (names, rates, decays) = (layer.texts("param"), layer.numbers("blobs_lr"), layer.numbers("weight_decay"))
        self.init(
            layer, type: Located(value: type, span: word.span, nameSpan: word.nameSpan),
            blobs: (0..<max(names.count, rates.count, decays.count)).prefix(Self.mostBlobs).map { number in
                BlobRule(
                    sharedName: number < names.count ? names[number] : nil,
                    rate: number < rates.count ? rates[number] : nil,
                    decay: number < decays.count ? decays[number] : nil)
            })
    }

    private init(_ message: CheckedMessage, type: Located<String>, blobs: [BlobRule]) {
        self.init(
            name: message.text("name").flatMap { $0.value.isEmpty ? nil : $0 } ?? type, type: type,
            bottoms: message.texts("bottom"), tops: message.texts("top"), blobs: Array(blobs.prefix(Self.mostBlobs)),
            lossWeights: message.numbers("loss_weight"), message: message)
    }

    /// No layer has more parameters than a few.
    private static let mostBlobs = 64
}

private func missingType(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
        .missingField, "a layer needs the field `type`", at: span,
        help: "add `type: \"Convolution\"`, or what it is")
}
