import Diagnostics
import Recipes
import SpecSyntax

/// A rate of the optimiser that the schedule puts its own in the place of.
enum UnusedRate {
    static let lint = Lint(
        .unusedRate, help: "a rate of the optimiser in whose place the schedule puts its own", isOfLayers: false
    ) { subject in
        guard let training = subject.training, let field = training.schedule.ownRateField,
            let rate = subject.written["train.optimizer.rate"]
        else { return [] }
        let base = training.optimizer.rate
        let peak = training.schedule.highestRate(base: base)
        guard peak != base else { return [] }
        let place = subject.written["train.schedule.\(field)"]
        return [
            Lint.Finding(
                "the optimiser's `rate` \(shortest(base)) plays no part beside the schedule's `\(field)` \(shortest(peak))",
                at: rate.span, help: "leave out `\(field)`, which is the optimiser's rate then, or write the two alike",
                notes: [Diagnostic.Note("the \(field) is here", at: place?.span)])
        ]
    }
}
