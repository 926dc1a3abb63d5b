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
                        .wrongCount,
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
                    .caffeBlobs,
                    "a `Slice` into \(tops.count) must say where each part begins but the first: \(tops.count - 1) rising "
                        + "`slice_point`, found \(points.count)",
                    at: points.first?.nameSpan ?? use.layer.type.span,
                    help: "write `slice_point: …` for each, the first channel of a part"))
            return []
        }
        // What only `Silence` reads needs no step.
        let wanted = tops.indices.filter { net.isWanted(.top(layer: use.number, number: $0)) }
        return tops.indices.flatMap { place -> [NetDraft.Source] in
            guard wanted.contains(place) else { return [.result] }
            var fields = FieldList()
            if place > 0 { fields.add("first", points[place - 1]) }
            if place < points.count {
                let count = points[place].value - (place > 0 ? points[place - 1].value : 0)
                fields.add("channels", .plain("\(count)", at: points[place].span), at: points[place].nameSpan)
            }
            return net.add("slice", fields, of: use, named: wanted.count == 1 ? "" : "_\(place + 1)")
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

    /// A part of the first input as large as the second, of which only the size counts: the pictures, or a data layer that says
    /// its shape. Of others the size is not known here.
    static let crop = LayerRule("Crop", inputs: 2...2) { net, use in
        let message = use.parameters("crop_param")
        guard net.checkAxis("axis", of: message, is: 2, what: "a crop") else { return [] }
        guard let size = net.size(of: use.bottoms[1], at: use.layer.bottoms[1].span) else {
            net.report(
                Diagnostic(
                    .caffeUnsupported,
                    "a crop must be as large as the pictures, or as a blob of `DummyData`, and this one is as large as "
                        + "another layer's",
                    at: use.layer.bottoms[1].span,
                    help:
                        "put a layer of the type `DummyData` with that size in its place: `dummy_data_param { shape { "
                        + "dim: 1 dim: 1 dim: … dim: … } }`"))
            return []
        }
        let (offsets, place) = (message.integers("offset"), use.layer.type.span)
        let zero = Located(value: 0, span: place, nameSpan: place)
        let rows = offsets.first ?? zero
        let columns = offsets.count > 1 ? offsets[1] : rows
        var fields = FieldList()
        fields.add("size", .list(size, at: place), at: place)
        fields.add(
            "offset",
            .list(
                [.plain("\(rows.value)", at: rows.span), .plain("\(columns.value)", at: columns.span)], at: rows.span),
            at: rows.nameSpan)
        return net.add("crop", fields, of: use, from: [use.bottoms[0]])
    }
}
