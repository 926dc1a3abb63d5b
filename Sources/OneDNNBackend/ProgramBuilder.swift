import CKernels
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
    let machine: CkernMachine
    let state: BatchState
    let parameters: ParameterStore
    var subject = Subject(pass: .forward, nodes: [])
    var recorded: [RecordedOperation] = []
    var weightOperations: [RecordedOperation] = []
    var buffers: [BufferRecord] = []
    var contentCount = 0
    var values: [Value: PlacedTensor] = [:]
    /// Outputs of concatenations, from the first of their parts on.
    var wholes: [Value: PlacedTensor] = [:]
    var gradients: [Value: [Contribution]] = [:]
    /// Where the makers of values like to find their gradients.
    var gradientPlaces: [Value: any GradientPlace] = [:]
    /// Values that their makers need again, as they made them, in the backward pass.
    var keptByMaker: Set<Value> = []
    /// Copies of tensors in other layouts, so that each is made once.
    var copies: [Int: [(original: MemoryDescriptor, copy: PlacedTensor)]] = [:]
    /// Parameters in the layouts of primitives.
    var weights: [PlacedTensor.Place: [PlacedTensor]] = [:]

    init(_ plan: ExecutionPlan, _ parameters: ParameterStore) throws {
        self.plan = plan
        self.parameters = parameters
        engine = try Engine()
        machine = .current
        state = BatchState(batch: plan.batch)
    }

    func program() throws -> Program {
        let input = try plain(plan.network.inputShape.batched(plan.batch), isPersistent: true)
        values[.input] = input
        let units = KernelUnit.units(of: plan, parameters)
        for unit in units {
            subject = Subject(pass: .forward, nodes: unit.operations.map { plan.operations[$0].node })
            try unit.kernel.forward(self)
        }
        subject = Subject(pass: .forward, nodes: [])
        let scores = try keep(value(plan.network.output))
        let losses = try plan.lossValues.map { try keep(value($0)) }
        if plan.phase == .training { try backward(units) }
        return try finish(input: input, scores: scores, losses: losses)
    }

    private func backward(_ units: [KernelUnit]) throws {
        try seedLossGradients()
        var steps = plan.backward[...]
        while let first = steps.first, let unit = units.first(where: { $0.operations.contains(first.operation) }) {
            let own = steps.prefix { unit.operations.contains($0.operation) }
            steps = steps.dropFirst(own.count)
            subject = Subject(pass: .backward, nodes: unit.operations.map { plan.operations[$0].node })
            try unit.kernel.backward(Array(own), self)
        }
    }

    /// The mean over the batch: each picture's loss has the gradient `weight / N`.
    private func seedLossGradients() throws {
        subject = Subject(pass: .backward, nodes: [])
        for loss in plan.losses {
            let gradient = try plain([plan.batch])
            let share = Float(loss.weight) / Float(plan.batch)
            let count = plan.batch
            own("fill", touching: [gradient]) { addresses in
                let numbers = addresses.floats(gradient)
                return { numbers.update(repeating: share, count: count) }
            }
            contribute(gradient, to: Value(of: loss.node))
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
