import Diagnostics
import Recipes
import SpecSyntax

/// A training that goes by the pictures it is tested with: its result tells less than it seems to.
enum ChosenByTest {
    static let lint = Lint(
        .chosenByTest, help: "a training that goes by the pictures it is tested with", isOfLayers: false
    ) { subject in
        guard let training = subject.training, let data = subject.data, data.validation == nil else { return [] }
        let goesByIt: (name: String, place: SyntaxNode?)
        if training.earlyStopping != nil {
            goesByIt = ("early-stopping", subject.written["train.early-stopping"])
        } else if !training.schedule.beginning.isEmpty {
            goesByIt = ("\(training.schedule)", subject.written["train.schedule"])
        } else {
            return []
        }
        return [
            Lint.Finding(
                "`\(goesByIt.name)` should go by pictures that are held out, and goes by those of the test",
                at: goesByIt.place?.span,
                help: "write `validation: 0.1` in `data`, to hold a tenth of the training pictures out")
        ]
    }
}
