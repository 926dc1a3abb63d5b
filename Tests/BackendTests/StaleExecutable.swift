import Execution
import Planning
import Tensors

/// Computes on the reference, for ever with the weights of its first run: a mistake that shows in later runs only.
final class StaleExecutable: Executable {
    private let executable: any Executable
    private let own: ParameterStore
    private let parameters: ParameterStore
    private var isFresh = true

    init(_ plan: ExecutionPlan, _ parameters: ParameterStore) throws {
        own = try ParameterStore(plan.network)
        let plain = ExecutionPlan(plan.network, phase: plan.phase, batch: plan.batch, passes: [])
        executable = try ReferenceBackend().compile(plain, parameters: own)
        self.parameters = parameters
    }

    func run(_ batch: Batch) throws {
        if isFresh { _ = own.values.update(from: parameters.values) }
        isFresh = false
        try executable.run(batch)
        _ = parameters.gradients.update(from: own.gradients)
    }

    var scores: UnsafeBufferPointer<Float> { executable.scores }
    var losses: UnsafeBufferPointer<Float> { executable.losses }
    var lossTerms: [UnsafeBufferPointer<Float>] { executable.lossTerms }
    var workingByteCount: Int { executable.workingByteCount }
    var profile: [OperationProfile] { executable.profile }

    func onTeam(_ body: @escaping @Sendable (_ thread: Int, _ threads: Int) -> Void) throws {
        try executable.onTeam(body)
    }

    func rest() throws { try executable.rest() }
    func timedRun(_ batch: Batch) throws -> [Double] { try executable.timedRun(batch) }
}
