import Diagnostics
import SpecSyntax

extension LayerRule {
    /// The types that bring pictures into a network. What their tops are is known before layers are translated.
    static let dataTypes: [LayerRule] = [
        "Data", "ImageData", "MemoryData", "HDF5Data", "DummyData", "WindowData", "Input",
    ].map { type in
        LayerRule(type, inputs: 0...0, outputs: 1...Int.max, readsLabels: true) { net, use in
            use.layer.tops.indices.map { net.dataSources[.top(layer: use.number, number: $0)] ?? .labels }
        }
    }

    static let dataTypeNames = Set(dataTypes.map(\.type))
}

extension CaffeLayer {
    var isData: Bool { LayerRule.dataTypeNames.contains(type.value) }
}

/// How a data layer changes the pictures: in `transform_param`, or in old files in the layer's own message.
struct PictureTransform: Sendable {
    let scale: Located<Double>?
    let mirror: Located<Bool>?
    let cropSize: Located<Int>?
    let meanFile: Located<String>?
    let meanValues: [Located<Double>]
    let forcesColor: Located<Bool>?
    let forcesGray: Located<Bool>?

    init(_ layer: CaffeLayer) {
        let transform = layer.message.parameters("transform_param")
        let own = layer.message.parameters(layer.dataField)
        scale = transform.number("scale") ?? own.number("scale")
        mirror = transform.flag("mirror") ?? own.flag("mirror")
        cropSize = (transform.integer("crop_size") ?? own.integer("crop_size")).flatMap { $0.value > 0 ? $0 : nil }
        meanFile = transform.text("mean_file") ?? own.text("mean_file")
        meanValues = transform.numbers("mean_value")
        forcesColor = transform.flag("force_color") ?? own.flag("force_encoded_color")
        forcesGray = transform.flag("force_gray")
    }
}

extension CaffeLayer {
    /// The field with what its type alone has: `data_param`.
    var dataField: String {
        switch type.value {
        case "ImageData": "image_data_param"
        case "MemoryData": "memory_data_param"
        case "HDF5Data": "hdf5_data_param"
        case "DummyData": "dummy_data_param"
        case "WindowData": "window_data_param"
        case "Input": "input_param"
        default: "data_param"
        }
    }
}
