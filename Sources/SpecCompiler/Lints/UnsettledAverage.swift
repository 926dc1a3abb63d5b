import Diagnostics
import Glibc
import Recipes
import SpecSyntax

/// An average of the weights that is still, when the run ends, for a good part the weights that nothing has trained.
enum UnsettledAverage {
    /// More of the first weights than this is told.
    static let most = 0.05

    static let lint = Lint(
        .unsettledAverage, help: "an average that ends with much of the weights that the run begins with",
        isOfLayers: false
    ) { subject in
        guard let training = subject.training, let average = training.average,
            let pictures = subject.data?.trainingCount
        else { return [] }
        let stepsPerEpoch = max(1, training.stepsPerEpoch(pictures: pictures))
        let steps = training.course(stepsPerEpoch: stepsPerEpoch).totalSteps
        let first = average.firstStep(stepsPerEpoch: stepsPerEpoch)
        // Weights from behind the first tenth of the run are trained ones.
        guard first < steps, first * 10 <= steps,
            let share = average.share(afterStep: first + average.every, stepsPerEpoch: stepsPerEpoch)
        else { return [] }
        let left = pow(1 - share, Double((steps - first) / average.every))
        guard left > most else { return [] }
        let from = Double(training.epochs) / 2
        return [
            Lint.Finding(
                "an average should forget the weights that nothing has trained, and at the end of this run "
                    + "\(Int((100 * left).rounded())) % of it is still them",
                at: subject.written["train.average"]?.span,
                help:
                    "begin it later, as with `from: \(shortest(from))`, or let it forget sooner, by a smaller `decay` or "
                    + "`half-life`",
                notes: [subject.lengthNote(training, stepsPerEpoch: stepsPerEpoch)])
        ]
    }
}
