import Diagnostics
import Recipes

extension TrainingCourse {
    /// - Throws: `TrainingError` when more steps are made than there are.
    init(_ settings: TrainSettings, stepsPerEpoch: Int, stepsMade: Int) throws(TrainingError) {
        self.init(
            epochs: settings.epochs, stepsPerEpoch: stepsPerEpoch, batch: settings.picturesInStep, stepsMade: stepsMade)
        guard stepsMade <= totalSteps else {
            let has = epochs == 1 ? "has" : "have"
            throw TrainingError(
                "the run has made \(counted(stepsMade, "step")) already, and \(counted(epochs, "epoch")) \(has) "
                    + "\(totalSteps)", help: "ask for more `epochs`")
        }
    }
}
