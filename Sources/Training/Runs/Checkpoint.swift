import Files
import Glibc
import Interchange

/// The weights of a run after so many steps, as a file; the one with the most steps is the last.
///
/// A checkpoint is written as often as `checkpoint-every` says, and when training stops in between. Weights have the names of
/// `ParameterStore.Entry`; the metadata are `step`, `epoch` (counted from 1, that of the last step) and what
/// `TrainingIdentity` says. Beside them lies all else that a training remembers, the optimiser's memory first of all; that
/// file appears before the weights and names their checksum, so that the two are known to belong together.
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
    package func checkpoints() throws -> [Checkpoint] { try checkpoints(having: \.weightsPath) }

    /// The checkpoints of which there is such a file, the last one last.
    private func checkpoints(having file: KeyPath<Checkpoint, String>) throws -> [Checkpoint] {
        guard exists(checkpointsPath) else { return [] }
        return try names(inFolder: checkpointsPath).compactMap { name in
            guard name.hasPrefix("step-"), let digits = name.dropFirst(5).split(separator: ".").first,
                let step = Int(digits)
            else { return nil }
            let checkpoint = Checkpoint(step: step, in: checkpointsPath)
            return checkpoint[keyPath: file] == "\(checkpointsPath)/\(name)" ? checkpoint : nil
        }.sorted { $0.step < $1.step }
    }

    package func lastCheckpoint() throws -> Checkpoint? {
        try checkpoints().last
    }

    /// The last checkpoint whose weights are there.
    ///
    /// - Throws: `TrainingError` when there is none yet.
    package func requireLastCheckpoint() throws -> Checkpoint {
        guard let last = try lastCheckpoint() else {
            throw TrainingError(
                "`\(path)` must hold a checkpoint, and has none yet", help: "go on with the run with `train --resume`")
        }
        return last
    }

    /// The weights of the best evaluation.
    ///
    /// - Throws: `TrainingError` when there are none yet.
    package func requireBestWeights() throws -> String {
        guard exists(bestWeightsPath) else {
            throw TrainingError(
                "`\(bestWeightsPath)` must hold the weights of the best evaluation, and is not there",
                help: "leave out `--best`, or go on with the run until it is evaluated, with `train --resume`")
        }
        return bestWeightsPath
    }

    func checkpoint(ofStep step: Int) -> Checkpoint { Checkpoint(step: step, in: checkpointsPath) }

    /// The weights of the best evaluation, once there is one.
    package var bestWeightsPath: String { "\(checkpointsPath)/best.safetensors" }

    /// Keeps weights as the best, unless those of this step are kept already.
    func saveBest(_ state: TrainingState) throws {
        guard bestStep != state.step else { return }
        try state.saveWeights(to: bestWeightsPath)
    }

    /// After how many steps the weights that are kept as the best were; nil where there are none, or the file does not say so.
    var bestStep: Int? {
        guard exists(bestWeightsPath) else { return nil }
        return (try? SafetensorsReader(bestWeightsPath))?.metadata[TrainingState.stepKey].flatMap { Int($0) }
    }

    /// Writes a checkpoint and then drops what only training needs of all but the newest two that have it. Those two stay
    /// whole, however many are kept.
    ///
    /// - Parameter count: of how many checkpoints, at least 2, the weights are kept; nil for all.
    func save(_ state: TrainingState, keeping count: Int?) throws -> Checkpoint {
        let checkpoint = checkpoint(ofStep: state.step)
        try state.save(to: checkpoint)
        // Of a course that was given up, as that of a checkpoint that could not be gone on from, none counts.
        let made = try checkpoints().filter { $0.step <= state.step }
        let resumable = made.filter { exists($0.optimizerPath) }
        for old in resumable.dropLast(Self.resumableCount) { unlink(old.optimizerPath) }
        if let count {
            let whole = resumable.suffix(Self.resumableCount)
            for old in made.dropLast(count) where old.step > 0 && !whole.contains(old) { unlink(old.weightsPath) }
        }
        return checkpoint
    }

    /// How many checkpoints can be resumed from: the second is for when the newest is damaged.
    private static let resumableCount = 2

    /// Takes up the newest checkpoint that is whole; nothing where there is no checkpoint.
    ///
    /// - Returns: newer ones, which are not whole.
    /// - Throws: `TrainingError` when there are checkpoints, and none is whole; what `TrainingState.restore` throws.
    func restoreLast(_ state: TrainingState) throws -> [UnusableCheckpoint] {
        var unusable: [UnusableCheckpoint] = []
        for checkpoint in try checkpoints().reversed() {
            do {
                try state.restore(checkpoint)
                return unusable
            } catch let error as UnusableCheckpoint {
                unusable.append(error)
            }
        }
        guard let newest = unusable.first else { return [] }
        throw TrainingError(
            "`\(path)` must hold a checkpoint that is whole to go on from, and has none: \(newest)",
            help: "put the files of a checkpoint back from a copy, or begin a new run in another folder")
    }

    /// Keeps the best weights under another name where they are of a later step than the run goes on from: those steps are
    /// made again.
    ///
    /// - Returns: the other name; nil where they stay.
    func setAsideBest(after step: Int) -> String? {
        guard let known = bestStep, known > step else { return nil }
        let path = "\(bestWeightsPath).of-step-\(known)"
        return rename(bestWeightsPath, path) == 0 ? path : nil
    }

    /// Removes what training needs beside weights that are not there, of steps that are made again: a process that was killed
    /// while it wrote a checkpoint leaves that.
    func sweepMemory(after step: Int) throws {
        for found in try checkpoints(having: \.optimizerPath) where found.step > step && !exists(found.weightsPath) {
            unlink(found.optimizerPath)
        }
    }

    /// Keeps the files of checkpoints that are not whole under other names: out of the way of those that take their place, and
    /// of who asks for the run's last weights.
    func setAside(_ unusable: [UnusableCheckpoint]) {
        for found in unusable {
            for path in [found.checkpoint.weightsPath, found.checkpoint.optimizerPath] where exists(path) {
                rename(path, path + (found.damaged.contains(path) ? ".damaged" : ".set-aside"))
            }
        }
    }
}
