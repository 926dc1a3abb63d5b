import Execution
import Layers
import Networks
import Planning
import Tensors

/// Builds a program: asks each layer's kernel for its operations, forward and backward, and follows every tensor's
/// layout and life on the way.
///
/// A buffer lives from the first operation that touches it to the last; when all operations are known, the memory plan
/// gives each its place.
final class ProgramBuilder {
    let plan: ExecutionPlan
    let engine: Engine
    let state: BatchState
    let parameters: ParameterStore
    var subject = Subject(pass: .forward, nodes: [])
    var recorded: [RecordedOperation] = []
    var weightOperations: [RecordedOperation] = []
    var buffers: [BufferRecord] = []
    var values: [Value: PlacedTensor] = [:]
    var contributions: [Value: [PlacedTensor]] = [:]
    /// Copies of tensors in other layouts, so that each is made once.
    var copies: [PlacedTensor.Place: [PlacedTensor]] = [:]

    init(_ plan: ExecutionPlan, _ parameters: ParameterStore) throws {
        self.plan = plan
        self.parameters = parameters
        engine = try Engine()
        state = BatchState(batch: plan.batch)
    }

    func program() throws -> Program {
        let input = try plain(plan.network.inputShape.batched(plan.batch), isPersistent: true)
        values[.input] = input
        let kernels = plan.operations.map(KernelCatalogue.kernel)
        for (operation, kernel) in zip(plan.operations, kernels) {
            subject = Subject(pass: .forward, nodes: [operation.node])
            values[operation.output] = try kernel.forward(self)
        }
        subject = Subject(pass: .forward, nodes: [])
        let scores = try keep(value(plan.network.output))
        let losses = try plan.losses.map { try keep(value(Value(of: $0.node))) }
        try seedLossGradients()
        for step in plan.backward {
            subject = Subject(pass: .backward, nodes: [plan.operations[step.operation].node])
            try kernels[step.operation].backward(step, self)
        }
        return try finish(input: input, scores: scores, losses: losses)
    }

    /// The mean over the batch: each picture's loss has the gradient `weight / N`.
    private func seedLossGradients() throws {
        guard plan.phase == .training else { return }
        subject = Subject(pass: .backward, nodes: [])
        for loss in plan.losses {
            let gradient = try plain([plan.batch])
            let share = Float(loss.weight) / Float(plan.batch)
            let count = plan.batch
            own("fill", touching: [gradient]) { addresses in
                let numbers = addresses.floats(gradient)
                return { numbers.update(repeating: share, count: count) }
            }
            contributions[Value(of: loss.node), default: []].append(gradient)
        }
    }

    private func finish(input: PlacedTensor, scores: PlacedTensor, losses: [PlacedTensor]) throws -> Program {
        let last = max(recorded.count - 1, 0)
        let memory = MemoryPlan(buffers.map { $0.request(lastOperation: last) })
        let arena = try MemoryBlock(byteCount: memory.byteCount)
        let addresses = Addresses(arena: arena.start, offsets: memory.offsets)
        let classCount = plan.network.shape(of: plan.network.output).elementCount
        let lossSums = UnsafeMutableBufferPointer<Float>.allocate(capacity: plan.batch)
        lossSums.initialize(repeating: 0)
        return Program(
            Program.Parts(
                stream: try Stream(engine: engine), arena: arena, parameters: parameters, state: state,
                weightOperations: try weightOperations.map { try $0.operation(addresses) },
                operations: try recorded.map { try $0.operation(addresses) },
                profile: (weightOperations + recorded).map(\.profile),
                input: UnsafeMutableBufferPointer(
                    start: addresses.floats(input), count: plan.batch * plan.network.inputShape.elementCount),
                scores: UnsafeBufferPointer(start: addresses.floats(scores), count: plan.batch * classCount),
                losses: lossSums,
                lossTerms: zip(losses, plan.losses).map { (addresses.floats($0), Float($1.weight)) }))
    }
}
