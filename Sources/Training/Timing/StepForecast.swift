package import Execution
import Layers
import Networks

/// What a step will take and what it will need, told before it runs and without the memory for it.
package struct StepForecast: Sendable {
    /// What the backend makes of the setup's plan.
    package let outline: ProgramOutline
    /// Nil where the machine's speed is not known.
    package let parts: StepParts?
    /// Nil where the backend does not plan its memory.
    package let memory: MemoryForecast?

    /// Seconds of a step, with all its batches.
    package var seconds: Double? {
        parts.map { $0.seconds + Double(batchesInStep - 1) * ($0.seconds - ($0.update?.seconds ?? 0)) }
    }

    /// Seconds of a batch and of the change of the weights.
    package var secondsWithOneBatch: Double? { parts?.seconds }

    private let batchesInStep: Int

    /// - Parameters:
    ///   - course: what else happens around the steps.
    ///   - speed: of the machine, measured; nil where it was not.
    ///   - limit: how much memory there is; nil where it does not matter.
    /// - Throws: `BatchTooLarge`; what the backend throws.
    package init(
        _ setup: StepSetup, _ course: MemoryForecaster.Course, speed: MachineSpeed?, limit: MemoryLimit?
    ) throws {
        let forecaster = try MemoryForecaster(setup, course)
        if let limit { try forecaster.refuseBatch(nil, above: limit) }
        let outline = try forecaster.outline()
        let memory = try forecaster.forecast(outline)
        if let limit, let memory { try forecaster.refuseBatch(memory, above: limit) }
        batchesInStep = setup.batchesInStep
        self.outline = outline
        self.memory = memory
        parts = speed.map { StepParts(foretold: setup, outline, at: $0) }
    }
}

extension StepParts {
    fileprivate init(foretold setup: StepSetup, _ outline: ProgramOutline, at speed: MachineSpeed) {
        let model = TimeModel(speed)
        let learned = setup.network.nodes.reduce(0) { $0 + $1.ownParameters.elementCount(.learned) }
        network = setup.network
        operations = outline.profile.map { Operation(profile: $0, seconds: model.seconds($0)) }
        update = setup.optimizer.map { optimizer in
            let byteCount = optimizer.updateByteCount(learned: learned)
            return Update(seconds: model.seconds(flops: 0, byteCount: byteCount), byteCount: byteCount)
        }
    }
}
