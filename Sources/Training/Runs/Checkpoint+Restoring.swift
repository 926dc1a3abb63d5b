import Execution
import Files
import Interchange

extension Checkpoint {
    static let stepsPerEpochKey = "stepsPerEpoch"

    /// Takes up weights and the optimiser's state; gives the number of steps made.
    ///
    /// - Throws: `TrainingError` when the state is missing or belongs to other data; `WeightsMismatch`,
    ///   `SafetensorsError`, `FileError`.
    func restore(_ store: ParameterStore, _ state: OptimizerState, stepsPerEpoch: Int) throws -> Int {
        guard exists(optimizerPath) else {
            throw TrainingError(
                "a run is resumed with the optimiser's state, and there is no `\(optimizerPath)`",
                help: "delete `\(weightsPath)` if an older checkpoint has its state, or begin a new run")
        }
        let memory = try SafetensorsFile.read(optimizerPath)
        let known = memory.metadata[Self.stepsPerEpochKey] ?? "an unknown number of"
        guard known == "\(stepsPerEpoch)" else {
            throw TrainingError(
                "the run has \(known) steps in an epoch, and with these data it would have \(stepsPerEpoch)",
                help: "resume the run with the data it was begun with")
        }
        let weights = try SafetensorsFile.read(weightsPath)
        try state.restore(memory, from: optimizerPath)
        try WeightsLoader.load(weights, from: weightsPath, into: store)
        return step
    }
}
