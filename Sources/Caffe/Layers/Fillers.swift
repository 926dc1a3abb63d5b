import Diagnostics
import SpecSyntax

extension NetTranslation {
    /// How a parameter begins, as a field of the spec language; Caffe's default is the constant 0. Source: `filler.hpp`.
    ///
    /// - Parameters:
    ///   - field: of the layer's own message, `weight_filler`.
    ///   - key: of the spec language, `weight-init`.
    ///   - standard: what a layer without the field begins with, where that is not 0.
    mutating func addFiller(
        _ field: String, of message: CheckedMessage, as key: String, of use: LayerUse, standard: Double = 0,
        to fields: inout FieldList
    ) {
        guard let filler = message.message(field) else {
            // What is only run gets its weights from elsewhere.
            guard isTrained else { return }
            let span = use.layer.type.span
            return fields.add(key, .constant(standard, at: span), at: span)
        }
        if let node = initializer(filler.value, at: filler.span) { fields.add(key, node, at: filler.nameSpan) }
    }

    private mutating func initializer(_ filler: CheckedMessage, at span: SourceSpan) -> SyntaxNode? {
        let type = filler.text("type")
        let place = type?.span ?? span
        func number(_ field: String, _ standard: Double) -> SyntaxNode {
            filler.number(field).map { .plain(shortest($0.value), at: $0.span) }
                ?? .plain(shortest(standard), at: place)
        }
        if let sparse = filler.integer("sparse"), sparse.value >= 0 {
            warn(
                of: "sparse",
                "all weights of a layer must be drawn alike, and `sparse` asks for some at 0: they begin without it",
                at: sparse.nameSpan, help: "leave `sparse` out")
        }
        switch type?.value ?? "constant" {
        case "constant": return .constant(number("value", 0), at: place)
        case "uniform": return .choice("uniform", ["min": number("min", 0), "max": number("max", 1)], at: place)
        case "gaussian":
            let (mean, deviation) = (number("mean", 0), number("std", 1))
            if filler.number("std")?.value == 0 { return .constant(mean, at: place) }
            return .choice("gaussian", ["mean": mean, "deviation": deviation], at: place)
        case "positive_unitball": return .plain("positive-unitball", at: place)
        case "xavier": return scaled("xavier", by: filler, at: place)
        case "msra": return scaled("he", by: filler, at: place)
        case "bilinear": return .plain("bilinear", at: place)
        case let other:
            let types = ["constant", "uniform", "gaussian", "positive_unitball", "xavier", "msra", "bilinear"]
            report(
                Diagnostic(
                    .unknownName, "there is no filler `\(abbreviated(other))`", at: place,
                    help: nearestName(to: other, among: types).map { place.caffeRemedy(writing: "\"\($0)\"") }
                        ?? "the fillers are \(listed(types))"))
            return nil
        }
    }

    private func scaled(_ name: String, by filler: CheckedMessage, at place: SourceSpan) -> SyntaxNode {
        let fans = ["FAN_OUT": "fan-out", "AVERAGE": "average"]
        guard let norm = filler.word("variance_norm"), let fan = fans[norm.value] else {
            return .plain(name, at: place)
        }
        return .choice(name, ["fan": .plain(fan, at: norm.span)], at: place)
    }
}

extension SyntaxNode {
    /// `{constant: {value: 0}}`.
    static func constant(_ value: SyntaxNode, at span: SourceSpan) -> SyntaxNode {
        .choice("constant", ["value": value], at: span)
    }

    static func constant(_ value: Double, at span: SourceSpan) -> SyntaxNode {
        .constant(.plain(shortest(value), at: span), at: span)
    }

    /// One of a catalogue with its fields: `{gaussian: {mean: 0, deviation: 0.01}}`.
    static func choice(_ name: String, _ entries: KeyValuePairs<String, SyntaxNode>, at span: SourceSpan) -> SyntaxNode
    {
        .fields([name: .fields(entries, at: span)], at: span)
    }
}
