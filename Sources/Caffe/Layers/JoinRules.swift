import Diagnostics
import SpecSyntax

/// Layers of several inputs or outputs, and those that only arrange numbers anew.
extension LayerRule {
    static let concat = LayerRule("Concat", inputs: 1...Int.max) { net, use in
        let message = use.parameters("concat_param")
        guard net.checkAxis("axis", of: message, what: "a concatenation"),
            net.checkAxis("concat_dim", of: message, what: "a concatenation")
        else { return [] }
        return use.bottoms.count == 1 ? use.bottoms : net.add("concat", of: use)
    }

    static let eltwise = LayerRule("Eltwise", inputs: 2...Int.max) { net, use in
        let message = use.parameters("eltwise_param")
        let coefficients = message.numbers("coeff")
        switch message.word("operation")?.value ?? "SUM" {
        case "PROD": return net.add("multiply", of: use)
        case "MAX": return net.add("maximum", of: use)
        default:
            guard coefficients.isEmpty || coefficients.count == use.bottoms.count else {
                net.report(
                    Diagnostic(
                        "wrong-count",
                        "`coeff` must stand once for each `bottom`, \(use.bottoms.count) times, found \(coefficients.count)",
                        at: coefficients[0].nameSpan, help: "give each a number, or leave all out"))
                return []
            }
            let sources = use.bottoms.enumerated().map { place, source -> NetDraft.Source in
                guard place < coefficients.count, coefficients[place].value != 1 else { return source }
                var fields = FieldList()
                fields.add("scale", coefficients[place])
                return net.add("power", fields, of: use, from: [source], named: "_\(place + 1)")[0]
            }
            return net.add("add", of: use, from: sources)
        }
    }

    /// Several parts of the channels, each a step of its own.
    static let slice = LayerRule("Slice", outputs: 1...Int.max) { net, use in
        let message = use.parameters("slice_param")
        guard net.checkAxis("axis", of: message, what: "a slice"),
            net.checkAxis("slice_dim", of: message, what: "a slice")
        else { return [] }
        let (points, tops) = (message.integers("slice_point"), use.layer.tops)
        guard tops.count > 1 else { return use.bottoms }
        guard points.count == tops.count - 1, zip(points, points.dropFirst()).allSatisfy({ $0.value < $1.value }) else {
            net.report(
                Diagnostic(
                    "caffe-blobs",
                    "a `Slice` into \(tops.count) must say where each part begins but the first: \(tops.count - 1) rising "
                        + "`slice_point`, found \(points.count)",
                    at: points.first?.nameSpan ?? use.layer.type.span,
                    help: "write `slice_point: …` for each, the first channel of a part"))
            return []
        }
        return tops.indices.flatMap { place -> [NetDraft.Source] in
            var fields = FieldList()
            if place > 0 { fields.add("from-channel", points[place - 1]) }
            if place < points.count { fields.add("to-channel", points[place]) }
            return net.add("slice", fields, of: use, named: "_\(place + 1)")
        }
    }

    /// Caffe puts one in wherever a blob is read twice; here any step can be.
    static let split = LayerRule("Split", outputs: 1...Int.max) { _, use in
        use.layer.tops.map { _ in use.bottoms[0] }
    }

    static let flatten = LayerRule("Flatten") { net, use in
        let message = use.parameters("flatten_param")
        guard net.checkAxis("axis", of: message, what: "a flattening"),
            net.checkAxis("end_axis", of: message, is: -1, what: "a flattening")
        else { return [] }
        return net.add("flatten", of: use)
    }

    static let crop = LayerRule("Crop", inputs: 2...2) { net, use in
        let message = use.parameters("crop_param")
        guard net.checkAxis("axis", of: message, is: 2, what: "a crop") else { return [] }
        let offsets = message.integers("offset")
        var fields = FieldList()
        if let first = offsets.first, offsets.contains(where: { $0.value != 0 }) {
            let (height, width) = (first, offsets.count > 1 ? offsets[1] : first)
            fields.add(
                "offset",
                height.value == width.value
                    ? .plain("\(height.value)", at: height.span)
                    : .list(
                        [.plain("\(height.value)", at: height.span), .plain("\(width.value)", at: width.span)],
                        at: height.span),
                at: height.nameSpan)
        }
        return net.add("crop", fields, of: use)
    }
}
