import Diagnostics
import Recipes
import SpecSyntax

/// A warm-up before a schedule that begins with one of its own: the rate of each step is the product of two rises.
enum TwoWarmups {
    static let lint = Lint(
        .twoWarmups, help: "a warm-up before a schedule that has one of its own", isOfLayers: false
    ) { subject in
        guard let training = subject.training, training.warmup != nil, training.schedule.warmsUp
        else { return [] }
        let place = subject.written["train.schedule.warmup"] ?? subject.written["train.schedule"]
        return [
            Lint.Finding(
                "a rate should be warmed up once, and here `warmup` goes before that of `\(training.schedule)`",
                at: subject.written["train.warmup"]?.span,
                help: "leave out `warmup`, or write `warmup: 0` in the schedule",
                notes: [Diagnostic.Note("the schedule is here", at: place?.span)])
        ]
    }
}
