import SpecSyntax

/// When a training ends before its last epoch: after so many evaluations that brought nothing better.
package struct EarlyStopping: Hashable, Sendable {
    package let patience: Int
    package let measure: ResultMeasure
    /// A change by less is none.
    package let leastChange: Double

    package init(patience: Int, measure: ResultMeasure = .top1, leastChange: Double = 0) {
        self.patience = patience
        self.measure = measure
        self.leastChange = leastChange
    }

    static func read(_ fields: FieldReader) -> EarlyStopping {
        let usual = EarlyStopping(patience: 1)
        return EarlyStopping(
            patience: fields.required(
                "patience", .integer(1...1_000_000), help: "evaluations without a better result before training ends"),
            measure: fields.optional(
                "by", .word(["top1": .top1, "loss": .loss]), default: usual.measure,
                help: "what a better result is better in"),
            leastChange: fields.optional(
                "least-change", .number(0...), default: usual.leastChange,
                help: "a result that is better by no more is none"))
    }
}
