import Diagnostics
import SpecSyntax

/// One layer of a network as it is written for Caffe: its values, and what it reads and makes there.
struct LayerWriter {
    /// A layer's type with its parameters, which the layers before and behind it need not know.
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

    let layer: FlatNet.Layer
    /// The blobs that it reads.
    let bottoms: [String]
    /// The blob that it makes.
    let top: String
    let collector: DiagnosticCollector

    /// Says why the layer cannot be written, at the field that is to blame where it is written.
    func refuse(
        _ reason: String, field: String? = nil, help: String = "change the layer, or keep the network in YAML"
    ) {
        collector.report(
            Diagnostic(
                .caffeUnsupported, "`\(abbreviated(layer.path))` cannot be written for Caffe: \(reason)",
                at: field.flatMap { layer.place.fields[$0] } ?? layer.place.span, help: help, notes: layer.place.trace))
    }

    /// Parts, one behind the other; the first is called as the layer is.
    func chain(_ parts: [Part]) -> [PrototxtLayer] {
        var bottoms = bottoms
        return parts.enumerated().map { number, part in
            let isLast = number == parts.count - 1
            let made = isLast ? top : blob("\(part.type.lowercased())-output")
            defer { bottoms = [made] }
            return PrototxtLayer(
                name: number == 0 ? layer.path : name(part.type.lowercased()), type: part.type, bottoms: bottoms,
                tops: [made], blobs: said(of: part.blobs), parameters: part.parameters)
        }
    }

    /// What is said of the parameters, up to the last of which there is something to say.
    private func said(of blobs: [String]) -> [PrototxtLayer.Blob] {
        let said = blobs.map { blob -> PrototxtLayer.Blob in
            // What Caffe divides the mean and the variance by goes with them.
            let name = blob == "divisor" ? layer.shared["mean"].map { $0 + ".divisor" } : layer.shared[blob]
            let multipliers = layer.multipliers[blob]
            return .init(name: name, rate: multipliers?.rate ?? 1, decay: multipliers?.decay ?? 1)
        }
        let last = said.lastIndex { $0 != .init() } ?? -1
        return said.prefix(last + 1).enumerated().map { number, blob in
            // Caffe refuses statistics of which something is said, but not that they are not learned (`batch_norm_layer.cpp`).
            Self.statistics.contains(blobs[number]) ? .init(name: blob.name, rate: 0, decay: 0) : blob
        }
    }

    private static let statistics: Set<String> = ["mean", "variance", "divisor"]

    /// The name of a layer that stands beside this one.
    func name(_ suffix: String) -> String { "\(layer.path)/\(suffix)" }
    /// The name of a blob that only layers of this one read.
    func blob(_ suffix: String) -> String { name(suffix) }
}

// What its fields hold.
extension LayerWriter {
    /// A number as Caffe writes it, or a word; nil where the field holds neither.
    func text(_ field: String) -> String? {
        layer.fields[field].flatMap { $0.isEmpty ? nil : $0.scalar.map { Self.written($0.text) } }
    }

    func flag(_ field: String) -> Bool? { text(field).flatMap(truth) }

    /// Height and width.
    func extent(_ field: String) -> [String]? {
        guard let node = layer.fields[field] else { return nil }
        if let items = node.sequence { return items.compactMap { $0.scalar.map { Self.written($0.text) } } }
        return text(field).map { [$0, $0] }
    }

    private static func written(_ text: String) -> String { parseNumber(text).map(shortest) ?? text }
}
