import SpecSyntax

/// A layer of Caffe's as it is put together.
struct PrototxtLayer {
    let name: String
    let type: String
    let bottoms: [String]
    let tops: [String]
    /// What its parameters are called, in Caffe's order, up to the last that has a name.
    var names: [String?] = []
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
        for name in names {
            var parameter = PrototxtMessage()
            if let name { parameter.add("name", quoted: name) }
            message.add("param", parameter)
        }
        if let (field, parameters) = parameters, !parameters.isEmpty { message.add(field, parameters) }
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
