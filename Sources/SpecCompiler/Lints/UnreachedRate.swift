import Diagnostics
import Recipes
import SpecSyntax

/// A learning rate that cannot do what is asked of it in the steps that the training has: a warm-up as long as the run, a
/// change behind its end.
enum UnreachedRate {
    static let lint = Lint(
        .unreachedRate, help: "a schedule that has no room in the run for all that it says", isOfLayers: false
    ) { subject in
        guard let training = subject.training, let pictures = subject.data?.trainingCount else { return [] }
        let stepsPerEpoch = max(1, training.stepsPerEpoch(pictures: pictures))
        guard let (field, shortfall) = training.rateShortfall(stepsPerEpoch: stepsPerEpoch) else { return [] }
        let place = subject.written["train.\(field)"]
        return [
            Lint.Finding(
                shortfall.message,
                at: shortfall.field.flatMap { subject.written["train.\(field).\($0)"]?.span } ?? place?.span,
                help: shortfall.help,
                notes: [subject.lengthNote(training, stepsPerEpoch: stepsPerEpoch)])
        ]
    }
}

extension LintSubject {
    /// How long the run is; of a source whose files may hold another set, with the pictures of its usual one.
    func lengthNote(_ training: TrainSettings, stepsPerEpoch: Int) -> Diagnostic.Note {
        let usual = data.flatMap { $0.exactTrainingCount == nil ? $0.source.trainingCount : nil }
        return Diagnostic.Note(
            "the run has \(counted(training.epochs, "epoch")) of \(counted(stepsPerEpoch, "step")), "
                + "\(training.course(stepsPerEpoch: stepsPerEpoch).totalSteps) in all"
                + (usual.map { ", on the usual set of \($0) pictures" } ?? ""),
            at: written["train.epochs"]?.span)
    }
}
