package import Execution
package import Layers
package import Networks
package import Planning

/// How long a step of a network takes, as a whole and operation by operation, on pictures of noise.
///
/// A training step is what `Trainer` makes of a batch: forward, backward, and the optimiser's change of the weights.
package struct StepTiming: Sendable {
    /// An operation of the step: what it is, and the median of its times.
    package struct Operation: Sendable {
        package let profile: OperationProfile
        package let seconds: Double
    }

    package let network: Network
    package let phase: Phase
    package let batch: Int
    /// The median of the steps that count, in seconds of wall time; nothing was measured within them.
    package let secondsPerStep: Double
    /// The shortest of them.
    package let leastSecondsPerStep: Double
    /// In the order of a step.
    package let operations: [Operation]
    /// The optimiser's part of a step, in seconds; 0 in evaluation.
    package let optimizerSeconds: Double
    /// Activations, gradients and scratch memory, in bytes.
    package let workingByteCount: Int

    package var imagesPerSecond: Double { Double(batch) / secondsPerStep }

    /// What the operations take one by one, the optimiser's part too, in seconds.
    package var sumOfOperations: Double { operations.reduce(optimizerSeconds) { $0 + $1.seconds } }
}

extension StepTiming {
    /// Runs steps that do not count, then steps under one clock, then as many with a clock at each operation.
    ///
    /// - Parameters:
    ///   - network: with its losses, for training.
    ///   - optimizer: what changes the weights; nil for evaluation.
    ///   - steps: how many count.
    ///   - passes: what the plan goes through before it runs.
    /// - Throws: `OutOfMemory`, what the backend throws, and `TrainingDiverged` when a score is no number.
    package static func measure(
        _ network: Network, phase: Phase, batch: Int, optimizer: (any Optimizer)?, backend: any Backend, steps: Int,
        warmup: Int = 2, passes: [PlanPass] = PlanPass.all
    ) throws -> StepTiming {
        let parameters = try ParameterStore(network)
        parameters.initialize(seed: 1)
        let executable = try backend.compile(
            ExecutionPlan(network, phase: phase, batch: batch, passes: passes), parameters: parameters)
        let pictures = PictureBatch.random(for: network, count: batch)
        let updater = try optimizer.map { try Updater($0, executable, parameters) }
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
            throw TrainingDiverged(place: .loss, step: steps, epoch: 1, rate: optimizer?.rate ?? 0)
        }
        return StepTiming(
            network: network, phase: phase, batch: batch, secondsPerStep: median(whole),
            leastSecondsPerStep: whole.min() ?? 0,
            operations: executable.profile.enumerated().map { index, profile in
                Operation(profile: profile, seconds: median(runs.map { $0[index] }))
            }, optimizerSeconds: optimizer == nil ? 0 : median(updates), workingByteCount: executable.workingByteCount)
    }
}

/// An optimiser at work, as in training.
private final class Updater {
    private let optimizer: any Optimizer
    private let executable: any Executable
    private let state: OptimizerState
    private var step = 0

    init(_ optimizer: any Optimizer, _ executable: any Executable, _ parameters: ParameterStore) throws {
        self.optimizer = optimizer
        self.executable = executable
        state = try OptimizerState(of: optimizer, for: parameters)
    }

    func update() throws {
        // Noise teaches nothing: at a small rate the numbers stay those of a network at work.
        let rule = optimizer.rule(rate: min(optimizer.rate, 1e-4), step: step)
        try executable.update(by: rule, state: state.values)
        step += 1
    }
}
