import Execution
import Files
import Glibc
import Interchange

/// The weights of a run after so many steps, as a file; the one with the most steps is the last.
///
/// A checkpoint is written at the end of every epoch and when training stops within one. Weights have the names of
/// `ParameterStore.Entry`; the metadata are `step`, `epoch` (counted from 1, that of the last step) and `network`. The
/// file with the optimiser's state appears before the weights, so every last checkpoint has one; older ones are deleted.
package struct Checkpoint: Hashable, Sendable {
    package let step: Int
    package let weightsPath: String
    package let optimizerPath: String

    init(step: Int, in folder: String) {
        let digits = String(step)
        let name = "step-" + String(repeating: "0", count: max(0, 8 - digits.count)) + digits
        self.step = step
        weightsPath = "\(folder)/\(name).safetensors"
        optimizerPath = "\(folder)/\(name).optimizer.safetensors"
    }
}

extension RunFolder {
    /// Every checkpoint, the last one last.
    package func checkpoints() throws -> [Checkpoint] {
        guard exists(checkpointsPath) else { return [] }
        return try names(inFolder: checkpointsPath).compactMap { name in
            guard name.hasPrefix("step-"), let digits = name.dropFirst(5).split(separator: ".").first,
                let step = Int(digits)
            else { return nil }
            let checkpoint = Checkpoint(step: step, in: checkpointsPath)
            return checkpoint.weightsPath == "\(checkpointsPath)/\(name)" ? checkpoint : nil
        }.sorted { $0.step < $1.step }
    }

    package func lastCheckpoint() throws -> Checkpoint? {
        try checkpoints().last
    }

    /// The last checkpoint, for who needs its weights.
    ///
    /// - Throws: `TrainingError` when there is none yet.
    package func requireLastCheckpoint() throws -> Checkpoint {
        guard let last = try lastCheckpoint() else {
            throw TrainingError(
                "`\(path)` must hold a checkpoint, and has none yet", help: "go on with the run with `train --resume`")
        }
        return last
    }

    /// Writes a checkpoint and then drops the optimiser's states before it.
    func save(
        _ store: ParameterStore, _ state: OptimizerState, at step: Int, metadata: [String: String]
    ) throws -> Checkpoint {
        let checkpoint = Checkpoint(step: step, in: checkpointsPath)
        try SafetensorsFile(state.tensors, metadata: metadata).write(to: checkpoint.optimizerPath)
        let weights = store.entries.map { SafetensorsFile.Entry($0.name, store.tensor($0)) }
        try SafetensorsFile(weights, metadata: metadata).write(to: checkpoint.weightsPath)
        for name in try names(inFolder: checkpointsPath) where name.hasSuffix(".optimizer.safetensors") {
            let path = "\(checkpointsPath)/\(name)"
            if path != checkpoint.optimizerPath { unlink(path) }
        }
        return checkpoint
    }
}
