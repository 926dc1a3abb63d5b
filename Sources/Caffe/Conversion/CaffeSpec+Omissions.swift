import Diagnostics

extension CaffeSpec {
    /// What a spec has no place for: how a network without its solver is trained, and how pictures are read that specs have no
    /// source for.
    var omissions: [Diagnostic] {
        (solver == nil ? [multipliers, batch].compactMap { $0 } : []) + [pictures].compactMap { $0 }
    }

    private var multipliers: Diagnostic? {
        let rules = net.draft.steps.flatMap(\.rules).filter { $0.rate != 1 || $0.decay != 1 }
        return rules.first.map { first in
            omission(
                "the multipliers of rates and decays stand in `train` of a spec, and a network without its solver has none: "
                    + "`lr_mult` and `decay_mult` are left out, of \(counted(rules.count, "parameter"))", at: first.span
            )
        }
    }

    private var batch: Diagnostic? {
        net.input?.batch.map { batch in
            omission(
                "the pictures of a step stand in `train` of a spec, and a network without its solver has none: "
                    + "`batch_size: \(batch.value)` is left out", at: batch.span)
        }
    }

    private func omission(_ message: String, at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            .caffeDifference, message, at: span, help: "convert the solver that names this network", severity: .warning)
    }

    private var pictures: Diagnostic? {
        guard let input = net.input, input.data == nil, let layer = input.layer else { return nil }
        let fields = PictureTransform(layer).written(besides: layer.message.parameters(layer.dataField).text("source"))
        guard let first = fields.first else { return nil }
        return Diagnostic(
            .caffeDifference,
            "where pictures come from and how they are changed stands in `data` of a spec, and these are of no source that specs "
                + "have: \(listed(fields.map(\.name))) \(fields.count == 1 ? "is" : "are") left out", at: first.span,
            help: "write `data` into the spec, with `source: folder` for the files of the pictures", severity: .warning)
    }
}

extension PictureTransform {
    /// What is done to the pictures, and where that is written.
    fileprivate func written(besides source: Located<String>?) -> [(name: String, span: SourceSpan)] {
        let fields: [(String, SourceSpan?)] = [
            ("source", source?.nameSpan), ("scale", scale.flatMap { $0.value == 1 ? nil : $0.nameSpan }),
            ("mirror", mirror.flatMap { $0.value ? $0.nameSpan : nil }), ("crop_size", cropSize?.nameSpan),
            ("mean_file", meanFile?.nameSpan), ("mean_value", meanValues.first?.nameSpan),
        ]
        return fields.compactMap { name, span in span.map { (name, $0) } }
    }
}
