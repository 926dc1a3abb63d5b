import Datasets
package import Execution
import Layers
package import Networks
import Planning
import Recipes
package import Tensors

/// Foretells the memory of a step, or of a whole run, at any batch, without taking it.
package struct MemoryForecaster {
    /// What else happens around the steps.
    package enum Course: Sendable {
        /// Nothing: one batch, again and again.
        case stepsAlone
        /// Pictures are made ahead of time, for each place that the views cut from them.
        case evaluation(EvaluationViews)
        /// Pictures are made ahead of time, and this network is evaluated in between.
        case training(evaluated: Network)
    }

    private let setup: StepSetup
    private let course: Course
    private let parameters: ParameterStore

    /// - Throws: `OutOfMemory` when there are not even addresses for the parameters.
    package init(_ setup: StepSetup, _ course: Course) throws(OutOfMemory) {
        self.setup = setup
        self.course = course
        parameters = try ParameterStore(setup.network)
    }

    /// What the backend makes of the setup's plan.
    package func outline() throws -> ProgramOutline {
        try setup.backend.outline(setup.plan, parameters: parameters)
    }

    /// The memory at the setup's batch.
    ///
    /// - Returns: nil where the backend does not plan its memory.
    package func forecast(_ outline: ProgramOutline) throws -> MemoryForecast? {
        try outline.memory.map { try forecast($0, batch: setup.batch) }
    }

    /// Refuses the setup's batch if it needs more than there is.
    ///
    /// - Parameter memory: of that batch; nil before it is known, when only a batch out of all proportion is refused.
    /// - Throws: `BatchTooLarge`
    func refuseBatch(_ memory: MemoryForecast?, above limit: MemoryLimit) throws {
        let hopeless = memory == nil ? hopelessByteCount(setup.batch, limit) : nil
        guard let needed = hopeless ?? memory?.additional, needed > limit.byteCount else { return }
        let largest = try largestBatch(below: setup.batch, needing: needed, within: limit.byteCount) { batch in
            try hopelessByteCount(batch, limit) ?? additional(batch: batch) ?? 0
        }
        throw BatchTooLarge(batch: setup.batch, neededByteCount: needed, limit: limit, largest: largest)
    }

    private func additional(batch: Int) throws -> Int? {
        let outline = try setup.backend.outline(setup.plan(batch: batch), parameters: parameters)
        return try outline.memory.map { try forecast($0, batch: batch).additional }
    }

    /// An estimate of what a batch needs, if even a quarter of that is more than there is: not worth a plan.
    private func hopelessByteCount(_ batch: Int, _ limit: MemoryLimit) -> Int? {
        let estimate = MemoryEstimate(
            ExecutionPlan(setup.network, phase: setup.phase, batch: batch, passes: []),
            cost: Summary(setup.network, phase: setup.phase).total, stateCount: setup.optimizer?.stateCount ?? 0,
            accumulates: setup.accumulates, averages: setup.averages
        ).total
        return estimate / 4 > limit.byteCount ? estimate : nil
    }

    private func forecast(_ working: WorkingMemory, batch: Int) throws -> MemoryForecast {
        let isTraining = setup.optimizer != nil
        let learned = bytes(parameters.learnedCount)
        var evaluation: WorkingMemory?
        if case .training(let network) = course {
            let plan = ExecutionPlan(
                network.forEvaluation, phase: .evaluation, batch: batch, passes: setup.passes)
            evaluation = try setup.backend.outline(plan, parameters: parameters).memory
        }
        return MemoryForecast(
            process: ProcessMemory.resident ?? 0, parameters: bytes(parameters.values.count) * (setup.averages ? 2 : 1),
            gradients: isTraining ? learned * (setup.accumulates ? 2 : 1) : 0,
            optimizerState: learned * (setup.optimizer?.stateCount ?? 0),
            pictures: bytes(setup.network.inputShape.elementCount).saturatingTimes(batch * loaders.bufferCount)
                .saturatingPlus(loaders.count * setup.decodingByteCount),
            working: working, evaluation: evaluation)
    }

    /// How many loaders of pictures there are at once, and how many batches they have in memory at most.
    private var loaders: (count: Int, bufferCount: Int) {
        switch course {
        case .stepsAlone: (0, 1)
        case .evaluation(let views): (views.places.count, views.places.count * BatchLoader.bufferCount)
        case .training: (2, 2 * BatchLoader.bufferCount)
        }
    }

    private func bytes(_ numbers: Int) -> Int { numbers.saturatingTimes(MemoryLayout<Float>.stride) }
}
