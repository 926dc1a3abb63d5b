import Execution
import Layers
import Tensors

/// A plan made ready: a flat list of operations over one arena. Only the engine thread runs it.
final class Program: @unchecked Sendable {
    enum Operation {
        case primitive(BoundPrimitive)
        case own(() -> Void)
    }

    /// What `ProgramBuilder` settles.
    struct Parts {
        let phase: Phase
        let stream: Stream
        let arena: MemoryBlock
        let parameters: ParameterStore
        let state: BatchState
        /// That a batch may have.
        let mostClasses: Int
        /// Bring the weights into the layouts that the primitives want.
        let weightOperations: [Operation]
        /// What those read: not only learned numbers where batch normalisation is folded in.
        let weightSources: Set<ParameterSpecification.Role>
        let operations: [Operation]
        /// Of `weightOperations`, then `operations`.
        let profile: [OperationProfile]
        let input: UnsafeMutableBufferPointer<Float>
        let scores: UnsafeBufferPointer<Float>
        let losses: UnsafeMutableBufferPointer<Float>
        /// The losses to add up, with their weights.
        let lossTerms: [(values: UnsafeMutablePointer<Float>, weight: Float)]
    }

    private let parts: Parts
    private var weightVersion: Int?

    init(_ parts: Parts) {
        self.parts = parts
    }

    deinit { parts.losses.deallocate() }

    var arena: MemoryBlock { parts.arena }
    var parameters: ParameterStore { parts.parameters }
    var profile: [OperationProfile] { parts.profile }
    var scores: UnsafeBufferPointer<Float> { parts.scores }
    var losses: UnsafeBufferPointer<Float> { UnsafeBufferPointer(parts.losses) }

    var lossTerms: [UnsafeBufferPointer<Float>] {
        parts.lossTerms.map { UnsafeBufferPointer(start: $0.values, count: parts.losses.count) }
    }

    /// - Parameter waiting: of the thread's team.
    func run(_ batch: Batch, _ waiting: Waiting) throws {
        take(batch)
        defer { parts.state.batch = nil }
        waiting.begin()
        let version = parts.parameters.version(of: parts.weightSources)
        if weightVersion != version {
            try run(parts.weightOperations, waiting)
            weightVersion = version
        }
        try run(parts.operations, waiting)
        try parts.stream.wait()
        noteStatistics()
        sumLosses()
    }

    /// Training moves the running statistics, of which evaluation makes weights.
    private func noteStatistics() {
        if parts.phase == .training { parts.parameters.noteChange(of: .buffer) }
    }

    /// A run in which weights count as changed; seconds for each operation of `profile`.
    func timedRun(_ batch: Batch) throws -> [Double] {
        take(batch)
        defer { parts.state.batch = nil }
        let version = parts.parameters.version(of: parts.weightSources)
        let times = try (parts.weightOperations + parts.operations).map { operation in
            try secondsTaken {
                try run(operation)
                try parts.stream.wait()
            }
        }
        weightVersion = version
        noteStatistics()
        sumLosses()
        return times
    }

    /// Gives the arena's memory back until the next run, which brings in the weights anew.
    func rest() {
        arena.giveBack()
        weightVersion = nil
    }

    private func take(_ batch: Batch) {
        precondition(batch.classCount <= parts.mostClasses, "a target must have a score")
        batch.withPixels { pixels in
            precondition(pixels.count == parts.input.count, "a batch must fill the plan's batch")
            _ = parts.input.update(fromContentsOf: pixels)
        }
        parts.state.batch = batch
    }

    private func sumLosses() {
        parts.losses.update(repeating: 0)
        for term in parts.lossTerms {
            for picture in parts.losses.indices { parts.losses[picture] += term.weight * term.values[picture] }
        }
    }

    private func run(_ operations: [Operation], _ waiting: Waiting) throws {
        for operation in operations {
            try run(operation)
            waiting.look()
        }
    }

    private func run(_ operation: Operation) throws {
        switch operation {
        case .primitive(let primitive): try primitive.execute(on: parts.stream)
        case .own(let body): body()
        }
    }
}
