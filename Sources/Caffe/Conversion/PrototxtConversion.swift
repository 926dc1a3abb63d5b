package import Diagnostics
import SpecSyntax

/// Writes networks of the spec language as Caffe's.
package struct PrototxtConversion {
    private let net: FlatNet
    private let collector: DiagnosticCollector

    /// The text of a `.prototxt` file; nil, with all that Caffe cannot say in `collector`, where there is such.
    package static func text(_ net: FlatNet, into collector: DiagnosticCollector) -> String? {
        PrototxtConversion(net: net, collector: collector).text()
    }

    private func text() -> String? {
        var text = PrototxtMessage()
        text.add("name", quoted: net.name)
        text.add("layer", input.message)
        var isWhole = true
        for (number, layer) in net.layers.enumerated() {
            let layers = layers(layer, number)
            isWhole = isWhole && layers != nil
            for layer in layers ?? [] { text.add("layer", layer.message) }
        }
        for layer in losses {
            isWhole = isWhole && layer != nil
            if let layer { text.add("layer", layer.message) }
        }
        return isWhole ? text.text() : nil
    }

    private var input: PrototxtLayer {
        var parameters = PrototxtMessage()
        parameters.add("shape", PrototxtMessage(shape: [1] + net.input))
        // As many labels as pictures.
        if !net.losses.isEmpty { parameters.add("shape", PrototxtMessage(shape: [1])) }
        return PrototxtLayer(
            name: "data", type: "Input", bottoms: [], tops: net.losses.isEmpty ? ["data"] : ["data", "label"],
            parameters: ("input_param", parameters))
    }

    /// What a layer makes is called after it; `data` and `label` are taken.
    private func blob(_ source: Int?) -> String {
        guard let source else { return "data" }
        let path = net.layers[source].path
        return path == "data" || path == "label" ? "\(path)/output" : path
    }

    /// Nil, with the reason reported, for a layer that Caffe has not.
    private func layers(_ layer: FlatNet.Layer, _ place: Int) -> [PrototxtLayer]? {
        let writer = LayerWriter(
            layer: layer, bottoms: layer.sources.map(blob), top: blob(place), collector: collector)
        guard let rule = PrototxtLayers.rules[layer.kind] else {
            writer.refuse("Caffe has no layer like `\(layer.kind)`")
            return nil
        }
        return rule(writer)
    }

    private var losses: [PrototxtLayer?] {
        let paths = Set(net.layers.map(\.path))
        return net.losses.map { loss in
            if let place = loss.place, let field = place.fields.min(by: { $0.value.start < $1.value.start }) {
                collector.report(
                    Diagnostic(
                        .caffeUnsupported,
                        "`\(abbreviated(loss.name))` cannot be written for Caffe: its loss has no `\(field.key)`",
                        at: field.value, help: "remove `\(field.key)`, or keep the network in YAML", notes: place.trace)
                )
                return nil
            }
            var name = loss.name
            while paths.contains(name) { name += "_" }
            return PrototxtLayer(
                name: name, type: "SoftmaxWithLoss", bottoms: [blob(loss.scores), "label"], tops: [name],
                lossWeight: loss.weight)
        }
    }
}
