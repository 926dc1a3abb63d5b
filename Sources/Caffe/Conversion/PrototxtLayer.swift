import SpecSyntax

/// A layer of Caffe's as it is put together.
struct PrototxtLayer {
    /// What Caffe calls `ParamSpec`.
    struct Blob: Hashable {
        /// By which other layers have it too.
        var name: String?
        var rate = 1.0
        var decay = 1.0
    }

    let name: String
    let type: String
    let bottoms: [String]
    let tops: [String]
    /// What is said of each of its parameters, in Caffe's order, up to the last of which there is something to say.
    var blobs: [Blob] = []
    /// The field that holds what its type alone has, `pooling_param`.
    var parameters: (field: String, message: PrototxtMessage)?
    var lossWeight = 1.0

    var message: PrototxtMessage {
        var message = PrototxtMessage()
        message.add("name", quoted: name)
        message.add("type", quoted: type)
        for bottom in bottoms { message.add("bottom", quoted: bottom) }
        for top in tops { message.add("top", quoted: top) }
        if lossWeight != 1 { message.add("loss_weight", shortest(lossWeight)) }
        for blob in blobs { message.add("param", blob.message) }
        if let (field, parameters) = parameters, !parameters.isEmpty { message.add(field, parameters) }
        return message
    }
}

extension PrototxtLayer.Blob {
    fileprivate var message: PrototxtMessage {
        var message = PrototxtMessage()
        if let name { message.add("name", quoted: name) }
        if rate != 1 { message.add("lr_mult", shortest(rate)) }
        if decay != 1 { message.add("decay_mult", shortest(decay)) }
        return message
    }
}

extension PrototxtMessage {
    /// `BlobShape`.
    init(shape lengths: [Int]) {
        self.init()
        for length in lengths { add("dim", "\(length)") }
    }
}
