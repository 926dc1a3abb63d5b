import Diagnostics
import SpecSyntax
import Training

/// A rate of the optimiser that the schedule puts its own in the place of.
enum UnusedRate {
    static let lint = Lint(
        "unused-rate", help: "a rate of the optimiser in whose place the schedule puts its own", isOfLayers: false
    ) { subject in
        guard let training = subject.training, let schedule = training.schedule as? OneCycleSchedule,
            let peak = schedule.peak, peak != training.optimizer.rate, let train = subject.tree["train"],
            let optimizer = train["optimizer"], let rate = NamedUse(optimizer)?.value?["rate"]
        else { return [] }
        let place = train["schedule"].flatMap { NamedUse($0)?.value?["peak"] }
        return [
            Lint.Finding(
                "the optimiser's `rate` \(shortest(training.optimizer.rate)) plays no part beside the schedule's `peak` "
                    + shortest(peak), at: rate.span,
                help: "leave out `peak`, which is the optimiser's rate then, or write the two alike",
                notes: [Diagnostic.Note("the peak is here", at: place?.span)])
        ]
    }
}
