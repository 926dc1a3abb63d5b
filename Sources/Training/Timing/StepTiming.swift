import Execution
package import Layers
import Recipes
import Tensors

/// How long a step of a network takes, as a whole and operation by operation, on pictures of noise.
///
/// A training step is what `Trainer` makes of a batch: forward, backward, and the optimiser's change of the weights.
package struct StepTiming: Sendable {
    package let phase: Phase
    package let batch: Int
    /// The median of the steps that count, in seconds of wall time; nothing was measured within them.
    package let secondsPerStep: Double
    /// The shortest of them.
    package let leastSecondsPerStep: Double
    /// Each timed on its own, with the median of its times.
    package let parts: StepParts
    /// Activations, gradients and scratch memory, in bytes.
    package let workingByteCount: Int
    /// The most memory that the process ever had, in bytes; nil where the system does not tell.
    package let peakByteCount: Int?

    package var imagesPerSecond: Double { Double(batch) / secondsPerStep }
}

extension StepTiming {
    /// Runs steps that do not count, then steps under one clock, then as many with a clock at each operation.
    ///
    /// - Parameter steps: how many count.
    /// - Throws: `OutOfMemory`, what the backend throws, and `TrainingDiverged` when a score is no number.
    package static func measure(_ setup: StepSetup, steps: Int, warmup: Int = 2) throws -> StepTiming {
        let parameters = try ParameterStore(setup.network)
        parameters.initialize(seed: 1)
        let executable = try setup.backend.compile(setup.plan, parameters: parameters)
        let pictures = try Batch.random(for: setup.network, count: setup.batch)
        let updater = try setup.optimizer.map { try Updater($0, executable, parameters, pictures: setup.batch) }
        for _ in 0..<warmup {
            try executable.run(pictures)
            try updater?.update()
        }
        var (whole, updates): ([Double], [Double]) = ([], [])
        for _ in 0..<steps {
            let running = try secondsTaken { try executable.run(pictures) }
            let updating = try secondsTaken { try updater?.update() }
            whole.append(running + updating)
            updates.append(updating)
        }
        let runs = try (0..<steps).map { _ in try executable.timedRun(pictures) }
        guard executable.scores.allSatisfy(\.isFinite) else {
            throw TrainingDiverged(place: .loss, step: steps, epoch: 1, rate: setup.optimizer?.rate ?? 0)
        }
        let operations = executable.profile.enumerated().map { index, profile in
            StepParts.Operation(profile: profile, seconds: median(runs.map { $0[index] }))
        }
        let update = setup.optimizer.map { optimizer in
            StepParts.Update(
                seconds: median(updates), byteCount: optimizer.updateByteCount(learned: parameters.learnedCount))
        }
        return StepTiming(
            phase: setup.phase, batch: setup.batch, secondsPerStep: median(whole),
            leastSecondsPerStep: whole.min() ?? 0,
            parts: StepParts(network: setup.network, operations: operations, update: update),
            workingByteCount: executable.workingByteCount, peakByteCount: ProcessMemory.peak)
    }
}

/// An optimiser at work, as in training.
private final class Updater {
    private let updater: WeightUpdater
    private let rate: Double
    private let pictures: Int
    private var step = 0

    init(
        _ optimizer: any Optimizer, _ executable: any Executable, _ parameters: ParameterStore, pictures: Int
    ) throws {
        // Noise teaches nothing: at a small rate the numbers stay those of a network at work.
        rate = min(optimizer.rate, 1e-4)
        self.pictures = pictures
        updater = try WeightUpdater(
            executable, parameters, optimizer: optimizer, groups: ParameterGroups(ofAll: parameters),
            state: try OptimizerState(of: optimizer, for: parameters))
    }

    func update() throws {
        do {
            try updater.add(pictures: pictures)
            try updater.update(rate: rate, step: step)
        } catch let tensor as NonFiniteTensor {
            throw TrainingDiverged(place: .tensor(tensor), step: step + 1, epoch: 1, rate: rate)
        }
        step += 1
    }
}
