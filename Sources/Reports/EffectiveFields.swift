import Layers
import SpecModules
import SpecSyntax

/// The fields of layers with the values that count: those that are written, and the defaults of the others.
struct EffectiveFields {
    private var declarations: [String: [FieldReader.Declaration]] = [:]

    /// Name and value, in the order in which the layer's type declares them; nil for one that is left out and has no
    /// default.
    mutating func of(_ layer: ExpandedLayer, _ kind: LayerKind) -> [(name: String, value: String?)] {
        declared(by: kind).map { declaration in
            let written = layer.fields.first { $0.key == declaration.name }
            return (declaration.name, written.map(\.value.description) ?? declaration.defaultText)
        }
    }

    /// What a layer's box in a graph says of it: the fields that are written and differ from their defaults, without those
    /// that choose from a catalogue, as initialisers: `kernel 3, stride 2`.
    mutating func text(of layer: ExpandedLayer, _ kind: LayerKind) -> String {
        declared(by: kind).compactMap { declaration -> String? in
            guard let text = layer.fields.first(where: { $0.key == declaration.name })?.value.description else {
                return nil
            }
            if case .choice = declaration.schema() { return nil }
            if let standard = declaration.defaultText, isSameValue(standard, text) { return nil }
            return "\(declaration.name) \(text)"
        }.joined(separator: ", ")
    }

    private mutating func declared(by kind: LayerKind) -> [FieldReader.Declaration] {
        let known = declarations[kind.name] ?? FieldReader.declarations(of: kind.make)
        declarations[kind.name] = known
        return known
    }
}

/// Whether two values as they are written mean the same: `5e-4` and `0.0005`, `3` and `[3, 3]`.
func isSameValue(_ left: String, _ right: String) -> Bool {
    if left == right { return true }
    if let left = parseNumber(left), let right = parseNumber(right) { return left == right }
    return left == "[\(right), \(right)]" || right == "[\(left), \(left)]"
}
