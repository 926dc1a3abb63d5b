import Diagnostics

extension LayerRule {
    static let innerProduct = LayerRule("InnerProduct") { net, use in
        let message = use.parameters("inner_product_param")
        guard let outputs = net.required("num_output", of: message, in: use),
            net.checkAxis("axis", of: message, what: "an inner product")
        else { return [] }
        if let transpose = message.flag("transpose"), transpose.value {
            net.warn(
                of: "transpose",
                "weights are kept as one row for each output, and `transpose` keeps them as one for each input",
                at: transpose.nameSpan, help: "turn the weights where they are brought from Caffe")
        }
        var fields = FieldList()
        fields.add("outputs", outputs)
        return net.add(
            "linear", net.weighted(message, use, &fields), of: use, parameters: ["weight", "bias"])
    }
}
