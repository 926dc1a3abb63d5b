import Execution
import Layers
import Networks
import Planning
import Training

/// A plan in the form of `plan --format json`; field names are those of the output.
package struct PlanJSON: Encodable, Sendable {
    struct Operation: Encodable, Sendable {
        let pass: String
        let paths: [String]
        let name: String
        let implementation: String
        let layouts: String
        let multiplyAdds: Int
        let bytes: Int
        /// Foretold; absent where the machine's speed is not known.
        let seconds: Double?
    }

    struct Arena: Encodable, Sendable {
        struct Tensor: Encodable, Sendable {
            /// The operation that touches it first, by its place in `operations`.
            let operation: Int
            let bytes: Int
        }

        let bytes: Int
        /// What is in use at the fullest moment.
        let leastBytes: Int
        let buffers: Int
        /// The operation that runs then, by its place in `operations`.
        let fullestOperation: Int
        let tensorsThen: [Tensor]
    }

    struct Memory: Encodable, Sendable {
        let process: Int
        let parameters: Int
        let gradients: Int
        let optimizerState: Int
        let pictures: Int
        let arena: Arena
        /// Of evaluations during training, which take turns with `arena`.
        let evaluationBytes: Int?
        let peak: Int
        /// What the process can have beyond `process`.
        let available: Int?
    }

    /// Of a training, before that of whole pictures.
    struct Phase: Encodable, Sendable {
        /// The last epoch, counted from 1.
        let untilEpoch: Int
        let height: Int
        let width: Int
        let predictedSecondsPerStep: Double?
        let arenaBytes: Int?
    }

    let name: String
    let phase: String
    let batch: Int
    let precision: String
    let threads: Int
    let passes: [String]
    let omittedPasses: [String]
    let forward: [String]
    let backward: [String]
    let operations: [Operation]
    /// What runs by reference code; empty where all is fast.
    let slow: [SlowOperations.Operation]
    let memory: Memory?
    let predictedSecondsPerStep: Double?
    let phases: [Phase]
    let peakGigaflopsPerSecond: Double?
    let gigabytesPerSecond: Double?

    package init(_ report: PlanReport) {
        name = report.setup.network.name
        phase = report.setup.phase.rawValue
        batch = report.setup.batch
        precision = report.machine.precision
        threads = report.machine.threads
        passes = report.passes
        omittedPasses = report.omittedPasses
        forward = report.plan.outline
        backward = report.plan.backwardOutline
        let seconds = report.forecast.parts?.operations.map(\.seconds)
        operations = report.forecast.outline.profile.enumerated().map { index, operation in
            Operation(
                pass: operation.pass.rawValue, paths: report.paths(operation), name: operation.name,
                implementation: operation.implementation, layouts: operation.layouts,
                multiplyAdds: operation.multiplyAdds, bytes: operation.byteCount, seconds: seconds?[index])
        }
        slow = report.slow.operations
        memory = report.forecast.memory.map { Memory($0, limit: report.limit) }
        predictedSecondsPerStep = report.forecast.seconds
        phases = report.phases.map { phase in
            Phase(
                untilEpoch: phase.until, height: phase.height, width: phase.width,
                predictedSecondsPerStep: phase.forecast.seconds,
                arenaBytes: phase.forecast.memory?.working.byteCount)
        }
        peakGigaflopsPerSecond = report.machine.speed.map { $0.flopsPerSecond / 1e9 }
        gigabytesPerSecond = report.machine.speed.map { $0.bytesPerSecond / 1e9 }
    }
}

extension PlanJSON.Memory {
    fileprivate init(_ memory: MemoryForecast, limit: MemoryLimit?) {
        self.init(
            process: memory.process, parameters: memory.parameters, gradients: memory.gradients,
            optimizerState: memory.optimizerState, pictures: memory.pictures, arena: PlanJSON.Arena(memory.working),
            evaluationBytes: memory.evaluation?.byteCount, peak: memory.peak,
            available: limit?.byteCount)
    }
}

extension PlanJSON.Arena {
    fileprivate init(_ memory: WorkingMemory) {
        self.init(
            bytes: memory.byteCount, leastBytes: memory.leastByteCount, buffers: memory.bufferCount,
            fullestOperation: memory.fullestOperation,
            tensorsThen: memory.holdings.map { Tensor(operation: $0.operation, bytes: $0.byteCount) })
    }
}
