import Diagnostics
import SpecSyntax

extension NetTranslation {
    /// What the parameters of a layer have of their own, by the names that specs have for them.
    ///
    /// - Parameter parameters: in the order in which Caffe has them.
    mutating func rules(of use: LayerUse, for parameters: [String]) -> [NetDraft.ParameterRule] {
        guard isTrained else { return [] }
        return zip(use.layer.blobs, parameters).compactMap { blob, parameter in
            for number in [blob.rate, blob.decay].compactMap({ $0 }) where number.value < 0 {
                report(
                    Diagnostic(
                        .wrongType, "a multiplier must be a number of at least 0, found `\(shortest(number.value))`",
                        at: number.span, help: "write 0 or more"))
                return nil
            }
            let (rate, decay) = (blob.rate?.value ?? 1, blob.decay?.value ?? 1)
            return NetDraft.ParameterRule(
                parameter: parameter, rate: rate, decay: decay, span: (blob.rate ?? blob.decay)?.span ?? use.layer.span)
        }
    }

    /// Adds a step for a layer of one input, and gives what its tops are.
    ///
    /// - Parameter parameters: in the order in which Caffe has them.
    mutating func add(
        _ kind: String, _ fields: FieldList = FieldList(), of use: LayerUse, from sources: [NetDraft.Source]? = nil,
        parameters: [String] = [], named suffix: String = ""
    ) -> [NetDraft.Source] {
        let rules = rules(of: use, for: parameters)
        guard let shares = shares(of: use, for: parameters) else { return [] }
        draft.steps.append(
            NetDraft.Step(
                name: use.layer.name.value + suffix, span: use.layer.name.span, kind: kind,
                kindSpan: use.layer.type.span, fields: fields.entries, sources: sources ?? use.bottoms, rules: rules,
                shares: shares))
        return [.step(draft.steps.count - 1)]
    }

    /// Refuses an axis other than the one wanted, by its number from the first or from the last of four.
    mutating func checkAxis(_ field: String, of message: CheckedMessage, is wanted: Int = 1, what: String) -> Bool {
        guard let axis = message.integer(field), (axis.value - wanted) % 4 != 0 else { return true }
        report(
            Diagnostic(
                .caffeUnsupported, "\(what) goes along axis \(wanted), found `\(axis.value)`", at: axis.span,
                help: "write `\(field): \(wanted)`, or leave it out"))
        return false
    }
}
