import Diagnostics
import Recipes
import SpecSyntax

/// A rate of the optimiser that the schedule puts its own in the place of.
enum UnusedRate {
    static let lint = Lint(
        "unused-rate", help: "a rate of the optimiser in whose place the schedule puts its own", isOfLayers: false
    ) { subject in
        guard let training = subject.training, let train = subject.tree["train"],
            let rate = train["optimizer"].flatMap({ NamedUse($0)?.value?["rate"] })
        else { return [] }
        let base = training.optimizer.rate
        let peak = training.schedule.highestRate(base: base)
        // A schedule that goes by the optimiser's rate has another with another.
        guard peak != base, peak == training.schedule.highestRate(base: 2 * base) else { return [] }
        let place = train["schedule"].flatMap { NamedUse($0)?.value?["peak"] ?? $0 }
        return [
            Lint.Finding(
                "the optimiser's `rate` \(shortest(base)) plays no part beside the schedule's `peak` \(shortest(peak))",
                at: rate.span, help: "leave out `peak`, which is the optimiser's rate then, or write the two alike",
                notes: [Diagnostic.Note("the peak is here", at: place?.span)])
        ]
    }
}
