import Diagnostics
package import SpecSyntax

/// What a spec says of some parameters, by their paths; an item of `train.rules`.
package struct ParameterRule: Sendable {
    package let match: PathPattern
    /// Nil where the rule does not say, as the others.
    package let rateFactor: Double?
    package let decayFactor: Double?
    package let isFrozen: Bool?

    package init(
        _ match: PathPattern, rateFactor: Double? = nil, decayFactor: Double? = nil, isFrozen: Bool? = nil
    ) {
        self.match = match
        self.rateFactor = rateFactor
        self.decayFactor = decayFactor
        self.isFrozen = isFrozen
    }

    /// Reads and declares the fields.
    package static func read(_ fields: FieldReader) -> ParameterRule {
        let rule = ParameterRule(
            PathPattern(
                fields.required(
                    "match", .text,
                    help:
                        "the paths of parameters as checkpoints name them, `stem/conv.weight`; `*` stands for anything")
            ),
            rateFactor: fields.ifPresent(
                "rate", .positiveNumber, help: "their learning rate is multiplied by this"),
            decayFactor: fields.ifPresent(
                "decay", .number(0...), help: "their weight decay is multiplied by this"),
            isFrozen: fields.ifPresent("freeze", .boolean, help: "whether they stay as they are"))
        if !fields.failed, rule.rateFactor == nil, rule.decayFactor == nil, rule.isFrozen == nil {
            fields.report(
                Diagnostic(
                    .missingField, "a rule must say what becomes of the parameters, found `match` alone",
                    at: fields.span, help: "add `rate`, `decay` or `freeze: true`"))
        }
        return rule
    }
}
