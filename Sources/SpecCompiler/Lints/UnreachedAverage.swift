import Diagnostics
import Recipes
import SpecSyntax

/// An average of the weights that begins when the run is over, or with its last step, so that it is the weights as they are.
enum UnreachedAverage {
    static let lint = Lint(
        .unreachedAverage, help: "an average of the weights that begins when the run is over", isOfLayers: false
    ) { subject in
        guard let training = subject.training, let average = training.average else { return [] }
        let written = subject.written
        let place = written["train.average"]
        guard let pictures = subject.data?.trainingCount else {
            guard average.from >= Double(training.epochs) else { return [] }
            return [
                Lint.Finding(
                    "an average should begin before the last step, and this one begins after "
                        + "\(shortest(average.from)) epochs", at: written["train.average.from"]?.span ?? place?.span,
                    help: "write a smaller `from`, or leave out `average`",
                    notes: [
                        Diagnostic.Note(
                            "the run has \(counted(training.epochs, "epoch"))", at: written["train.epochs"]?.span)
                    ])
            ]
        }
        let stepsPerEpoch = max(1, training.stepsPerEpoch(pictures: pictures))
        let steps = training.course(stepsPerEpoch: stepsPerEpoch).totalSteps
        let first = average.firstStep(stepsPerEpoch: stepsPerEpoch)
        guard steps > 1, first >= steps else { return [] }
        let field = average.every >= steps ? "every" : "from"
        return [
            Lint.Finding(
                "an average should begin before the last step, and this one begins after step \(first)",
                at: written["train.average.\(field)"]?.span ?? place?.span,
                help: "write a smaller `\(field)`, or leave out `average`",
                notes: [subject.lengthNote(training, stepsPerEpoch: stepsPerEpoch)])
        ]
    }
}
