import Diagnostics
import SpecSyntax

/// Writes networks of the spec language as Caffe's.
package struct PrototxtConversion {
    private let net: FlatNet

    /// The text of a `.prototxt` file.
    ///
    /// - Throws: `UnwritableLayer` for what Caffe has not.
    package static func text(_ net: FlatNet) throws(UnwritableLayer) -> String {
        try PrototxtConversion(net: net).text()
    }

    private func text() throws(UnwritableLayer) -> String {
        var text = PrototxtMessage()
        text.add("name", quoted: net.name)
        text.add("layer", input)
        for (number, layer) in net.layers.enumerated() {
            for message in try messages(layer, number) { text.add("layer", message) }
        }
        let paths = Set(net.layers.map(\.path))
        for loss in net.losses {
            var name = loss.name
            while paths.contains(name) { name += "_" }
            var message = PrototxtMessage()
            message.add("name", quoted: name)
            message.add("type", quoted: "SoftmaxWithLoss")
            message.add("bottom", quoted: blob(loss.scores))
            message.add("bottom", quoted: "label")
            message.add("top", quoted: name)
            if loss.weight != 1 { message.add("loss_weight", shortest(loss.weight)) }
            text.add("layer", message)
        }
        return text.text()
    }

    private var input: PrototxtMessage {
        var shape = PrototxtMessage()
        for length in [1] + net.input { shape.add("dim", "\(length)") }
        var parameters = PrototxtMessage()
        parameters.add("shape", shape)
        if !net.losses.isEmpty {
            // As many labels as pictures.
            var labels = PrototxtMessage()
            labels.add("dim", "1")
            parameters.add("shape", labels)
        }
        var message = PrototxtMessage()
        message.add("name", quoted: "data")
        message.add("type", quoted: "Input")
        message.add("top", quoted: "data")
        if !net.losses.isEmpty { message.add("top", quoted: "label") }
        message.add("input_param", parameters)
        return message
    }

    /// What a layer makes is called after it; `data` and `label` are taken.
    private func blob(_ source: Int?) -> String {
        guard let source else { return "data" }
        let path = net.layers[source].path
        return path == "data" || path == "label" ? "\(path)/output" : path
    }

    /// The names of a part's parameters, up to the last that has one.
    private static func names(of blobs: [String], in layer: FlatNet.Layer) -> [PrototxtMessage] {
        let names = blobs.map { blob -> String? in
            // What Caffe divides the mean and the variance by goes with them.
            blob == "divisor" ? layer.shared["mean"].map { $0 + ".divisor" } : layer.shared[blob]
        }
        return names.prefix((names.lastIndex { $0 != nil } ?? -1) + 1).map { name in
            var message = PrototxtMessage()
            if let name { message.add("name", quoted: name) }
            return message
        }
    }

    private func messages(_ layer: FlatNet.Layer, _ place: Int) throws(UnwritableLayer) -> [PrototxtMessage] {
        guard let rule = PrototxtLayers.rules[layer.kind] else {
            throw UnwritableLayer(layer, "Caffe has no layer like `\(layer.kind)`")
        }
        var messages: [PrototxtMessage] = []
        var bottoms = layer.sources.map(blob)
        let parts = try rule(layer)
        for (number, part) in parts.enumerated() {
            let isLast = number == parts.count - 1
            var message = PrototxtMessage()
            let name = layer.path + (number == 0 ? "" : "/\(part.type.lowercased())")
            let top = isLast ? blob(place) : "\(layer.path)/\(part.type.lowercased())-output"
            message.add("name", quoted: name)
            message.add("type", quoted: part.type)
            for bottom in bottoms { message.add("bottom", quoted: bottom) }
            message.add("top", quoted: top)
            for param in Self.names(of: part.blobs, in: layer) { message.add("param", param) }
            if let (field, parameters) = part.parameters, !parameters.isEmpty { message.add(field, parameters) }
            messages.append(message)
            bottoms = [top]
        }
        return messages
    }
}

/// A layer that cannot be written as Caffe's.
package struct UnwritableLayer: Error, UserMistake, CustomStringConvertible {
    package let description: String
    package var help: String? { "change the layer, or write the network as YAML" }

    init(_ layer: FlatNet.Layer, _ reason: String) { self.init(path: layer.path, reason) }

    package init(path: String, _ reason: String) {
        description = "`\(abbreviated(path))` cannot be written for Caffe: \(reason)"
    }
}
