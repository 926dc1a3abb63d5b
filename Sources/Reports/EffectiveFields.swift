import Layers
import SpecCompiler
import SpecModules
import SpecSyntax

/// The fields of layers with the values that count: those that are written, and the defaults of the others.
struct EffectiveFields {
    private let comparison = FieldComparison.ofLanguage()
    private var declarations: [String: [FieldReader.Declaration]] = [:]

    /// The fields of a type that mean something else in two layers, in the order in which the type declares them; no value
    /// for one that is left out and has no default.
    mutating func differences(
        _ before: ExpandedLayer, _ after: ExpandedLayer, of kind: LayerKind
    ) -> [SettingChange] {
        declared(by: kind).compactMap { declaration in
            guard !comparison.isSame(declaration, in: before.fields, and: after.fields) else { return nil }
            func value(_ layer: ExpandedLayer) -> String? {
                layer.fields.first { $0.key == declaration.name }?.value.description ?? declaration.defaultText
            }
            return SettingChange(name: declaration.name, before: value(before), after: value(after))
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
            if declaration.defaultText != nil, comparison.isSame(declaration, in: layer.fields, and: []) { return nil }
            return "\(declaration.name) \(text)"
        }.joined(separator: ", ")
    }

    private mutating func declared(by kind: LayerKind) -> [FieldReader.Declaration] {
        let known = declarations[kind.name] ?? FieldReader.declarations(of: kind.make)
        declarations[kind.name] = known
        return known
    }
}
