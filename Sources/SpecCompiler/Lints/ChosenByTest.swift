import Datasets
import Diagnostics
import SpecSyntax
import Training

/// A training that goes by the pictures it is tested with: its result tells less than it seems to.
enum ChosenByTest {
    static let lint = Lint(
        "chosen-by-test", help: "a training that goes by the pictures it is tested with", isOfLayers: false
    ) { subject in
        guard let training = subject.training, let data = subject.data, data.validation == nil else { return [] }
        let train = subject.tree["train"]
        let isPlateau = training.schedule is PlateauSchedule
        guard training.earlyStopping != nil || isPlateau else { return [] }
        let field = training.earlyStopping != nil ? "early-stopping" : "schedule"
        return [
            Lint.Finding(
                "`\(isPlateau && field == "schedule" ? "plateau" : field)` should go by pictures that are held out, and "
                    + "goes by those of the test", at: train?[field]?.span,
                help: "write `validation: 0.1` in `data`, to hold a tenth of the training pictures out")
        ]
    }
}
