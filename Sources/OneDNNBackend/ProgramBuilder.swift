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
    let tuner: ConvolutionTuner?
    let state: BatchState
    /// What kernels compute on where they can; row-major copies are float32.
    let element: DataType
    let parameters: ParameterStore
    var subject = Subject(pass: .forward, nodes: [])
    var recorded: [RecordedOperation] = []
    var weightOperations: [RecordedOperation] = []
    var buffers: [BufferRecord] = []
    /// Every product of a convolution that was asked for, and the nodes that it is for.
    var convolutions: [(work: ConvolutionWork, nodes: [Int])] = []
    var contentCount = 0
    var values: [Value: PlacedTensor] = [:]
    /// Outputs of concatenations, from the first of their parts on.
    var wholes: [Value: PlacedTensor] = [:]
    var gradients: [Value: [Contribution]] = [:]
    /// Where the makers of values like to find their gradients.
    var gradientPlaces: [Value: any GradientPlace] = [:]
    /// Values that their makers need again, as they made them, in the backward pass.
    var keptByMaker: Set<Value> = []
    /// Of values that the backward pass has yet to compute again.
    var recomputingMakers: [Value: any RecomputingKernel] = [:]
    /// Copies of tensors in other layouts, so that each is made once.
    var copies: [Int: [(original: MemoryDescriptor, copy: PlacedTensor)]] = [:]
    /// Parameters in the layouts of primitives.
    var weights: [PlacedTensor.Place: [PlacedTensor]] = [:]

    /// - Parameters:
    ///   - memory: what trials of convolutions have shown; nil for best guesses instead of trials.
    ///   - tries: whether convolutions that the memory does not know are tried.
    init(
        _ plan: ExecutionPlan, _ parameters: ParameterStore, precision: Precision, tuning memory: TuningMemory?,
        tries: Bool = true
    ) throws {
        self.plan = plan
        self.parameters = parameters
        engine = try Engine()
        tuner = memory.map { [engine] in ConvolutionTuner(engine: engine, memory: $0, tries: tries) }
        machine = .current
        element = precision == .float32 ? .float32 : .bfloat16
        state = BatchState(batch: plan.batch)
    }

    /// The tensors that whoever runs the program reads and writes.
    private struct Ends {
        let input: PlacedTensor
        let scores: PlacedTensor
        let losses: [PlacedTensor]
    }

    func program() throws -> Program { try finish(record()) }

    /// What the program would be.
    func outline() throws -> ProgramOutline {
        _ = try record()
        return ProgramOutline(profile: (weightOperations + recorded).map(\.profile), memory: workingMemory)
    }

    private func record() throws -> Ends {
        let input = try plain(plan.network.inputShape.batched(plan.batch), isPersistent: true)
        values[.input] = input
        let units = KernelUnit.units(of: plan, parameters)
        for unit in units {
            subject = Subject(pass: .forward, nodes: unit.operations.flatMap { plan.operations[$0].nodes })
            try unit.kernel.forward(self)
            if let kernel = unit.kernel as? any RecomputingKernel, plan.recomputed.contains(kernel.operation.output) {
                recomputingMakers[kernel.operation.output] = kernel
            }
        }
        subject = Subject(pass: .forward, nodes: [])
        let scores = try keep(value(plan.network.output))
        let losses = try plan.lossValues.map { try keep(value($0)) }
        if plan.phase == .training { try backward(units) }
        return Ends(input: input, scores: scores, losses: losses)
    }

    private func backward(_ units: [KernelUnit]) throws {
        try seedLossGradients()
        var steps = plan.backward[...]
        while let first = steps.first, let unit = units.first(where: { $0.operations.contains(first.operation) }) {
            let own = steps.prefix { unit.operations.contains($0.operation) }
            steps = steps.dropFirst(own.count)
            subject = Subject(pass: .backward, nodes: unit.operations.flatMap { plan.operations[$0].nodes })
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

    /// The size and the life of each buffer.
    private var requests: [MemoryPlan.Request] {
        buffers.map { $0.request(lastOperation: max(recorded.count - 1, 0)) }
    }

    private var workingMemory: WorkingMemory {
        let requests = requests
        let load = MemoryLoad(requests)
        let holdings = requests.indices.filter { requests[$0].lifetime.contains(load.step) }.map { number in
            WorkingMemory.Holding(
                operation: weightOperations.count + (buffers[number].first ?? 0),
                byteCount: requests[number].byteCount)
        }
        return WorkingMemory(
            bufferCount: requests.count, byteCount: MemoryPlan(requests).byteCount, leastByteCount: load.byteCount,
            fullestOperation: weightOperations.count + load.step,
            holdings: holdings.sorted { ($1.byteCount, $0.operation) < ($0.byteCount, $1.operation) })
    }

    private func finish(_ ends: Ends) throws -> Program {
        let memory = MemoryPlan(requests)
        let arena = try MemoryBlock(byteCount: memory.byteCount)
        let addresses = Addresses(arena: arena.start, offsets: memory.offsets)
        let classCount = plan.network.shape(of: plan.network.output).elementCount
        let lossSums = UnsafeMutableBufferPointer<Float>.allocate(capacity: plan.batch)
        lossSums.initialize(repeating: 0)
        return Program(
            Program.Parts(
                phase: plan.phase, stream: try Stream(engine: engine), arena: arena, parameters: parameters,
                state: state,
                weightOperations: try weightOperations.map { try $0.operation(addresses) },
                operations: try recorded.map { try $0.operation(addresses) },
                profile: (weightOperations + recorded).map(\.profile),
                input: UnsafeMutableBufferPointer(
                    start: addresses.floats(ends.input), count: plan.batch * plan.network.inputShape.elementCount),
                scores: UnsafeBufferPointer(start: addresses.floats(ends.scores), count: plan.batch * classCount),
                losses: lossSums,
                lossTerms: zip(ends.losses, plan.losses).map { (addresses.floats($0), Float($1.weight)) }))
    }
}
