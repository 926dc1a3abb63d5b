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
    private var recorded: [RecordedOperation] = []
    private var weightOperations: [RecordedOperation] = []
    private var buffers: [BufferRecord] = []
    private var values: [Value: PlacedTensor] = [:]
    private var contributions: [Value: [PlacedTensor]] = [:]
    /// Copies of tensors in other layouts, so that each is made once.
    private var copies: [PlacedTensor.Place: [PlacedTensor]] = [:]

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
            values[operation.output] = try kernel.forward(self)
        }
        let scores = try keep(value(plan.network.output))
        let losses = try plan.network.losses.map { try keep(value(Value(of: $0.node))) }
        try seedLossGradients()
        for step in plan.backward { try kernels[step.operation].backward(step, self) }
        return try finish(input: input, scores: scores, losses: losses)
    }

    /// The mean over the batch: each picture's loss has the gradient `weight / N`.
    private func seedLossGradients() throws {
        guard plan.phase == .training else { return }
        for loss in plan.network.losses {
            let gradient = try plain([plan.batch])
            let share = Float(loss.weight) / Float(plan.batch)
            let count = plan.batch
            own(touching: [gradient]) { addresses in
                let numbers = addresses.floats(gradient)
                return { numbers.update(repeating: share, count: count) }
            }
            contributions[Value(of: loss.node), default: []].append(gradient)
        }
    }

    private func finish(input: PlacedTensor, scores: PlacedTensor, losses: [PlacedTensor]) throws -> Program {
        let last = max(recorded.count - 1, 0)
        let memory = MemoryPlan(buffers.map { $0.request(lastOperation: last) })
        let arena = try Arena(byteCount: memory.byteCount)
        let addresses = Addresses(arena: arena.start, offsets: memory.offsets)
        let classCount = plan.network.shape(of: plan.network.output).elementCount
        let lossSums = UnsafeMutableBufferPointer<Float>.allocate(capacity: plan.batch)
        lossSums.initialize(repeating: 0)
        return Program(
            Program.Parts(
                stream: try Stream(engine: engine), arena: arena, parameters: parameters, state: state,
                weightOperations: try weightOperations.map { try $0.operation(addresses) },
                operations: try recorded.map { try $0.operation(addresses) },
                input: UnsafeMutableBufferPointer(
                    start: addresses.floats(input), count: plan.batch * plan.network.inputShape.elementCount),
                scores: UnsafeBufferPointer(start: addresses.floats(scores), count: plan.batch * classCount),
                losses: lossSums,
                lossTerms: zip(losses, plan.network.losses).map { (addresses.floats($0), Float($1.weight)) }))
    }
}

// MARK: Tensors

extension ProgramBuilder {
    /// A new tensor in a buffer of its own.
    func tensor(_ descriptor: MemoryDescriptor, isPersistent: Bool = false) -> PlacedTensor {
        buffers.append(BufferRecord(byteCount: descriptor.byteCount, isPersistent: isPersistent))
        return PlacedTensor(descriptor: descriptor, place: .buffer(buffers.count - 1))
    }

    /// A new row-major tensor.
    func plain(_ shape: Shape, isPersistent: Bool = false) throws -> PlacedTensor {
        tensor(try MemoryDescriptor(shape.lengths), isPersistent: isPersistent)
    }

    func value(_ value: Value) throws -> PlacedTensor {
        guard let tensor = values[value] else {
            throw OneDNNError(status: "invalid_arguments", operation: "read a value before it is made")
        }
        return tensor
    }

    /// The tensor in a layout; a copy, made once, where it has another.
    func tensor(_ tensor: PlacedTensor, as descriptor: MemoryDescriptor) throws -> PlacedTensor {
        if tensor.descriptor == descriptor { return tensor }
        if let copy = copies[tensor.place]?.first(where: { $0.descriptor == descriptor }) { return copy }
        let copy = self.tensor(descriptor)
        try reorder(tensor, to: copy)
        copies[tensor.place, default: []].append(copy)
        return copy
    }

    func value(_ value: Value, as descriptor: MemoryDescriptor) throws -> PlacedTensor {
        try tensor(self.value(value), as: descriptor)
    }

    /// A value in row-major order.
    func plainValue(_ value: Value) throws -> PlacedTensor {
        let tensor = try self.value(value)
        return try self.tensor(tensor, as: MemoryDescriptor(tensor.descriptor.shape))
    }

    /// A row-major copy that lasts to the end of the run, for whoever reads the results.
    private func keep(_ tensor: PlacedTensor) throws -> PlacedTensor {
        let kept = self.tensor(try MemoryDescriptor(tensor.descriptor.shape), isPersistent: true)
        try reorder(tensor, to: kept)
        return kept
    }

    func reorder(_ source: PlacedTensor, to destination: PlacedTensor) throws {
        let primitive = try Primitive.reorder(
            engine: engine, source: source.descriptor, destination: destination.descriptor)
        try append(primitive, [.source: source, .destination: destination])
    }
}

// MARK: Gradients

extension ProgramBuilder {
    /// The gradient of a value: what its readers have contributed, summed.
    func gradient(of value: Value) throws -> PlacedTensor {
        guard let parts = contributions[value], let first = parts.first else {
            throw OneDNNError(status: "invalid_arguments", operation: "read a gradient before it is made")
        }
        guard parts.count > 1 else { return first }
        let aligned = try parts.map { try tensor($0, as: first.descriptor) }
        let primitive = try Primitive.sum(
            engine: engine, sources: aligned.map { (1, $0.descriptor) }, destination: first.descriptor)
        let total = tensor(first.descriptor)
        var arguments: [PrimitiveArgument: PlacedTensor] = [.destination: total]
        for (number, part) in aligned.enumerated() { arguments[.sourceNumber(number)] = part }
        try append(primitive, arguments)
        contributions[value] = [total]
        return total
    }

    func gradient(of value: Value, as descriptor: MemoryDescriptor) throws -> PlacedTensor {
        try tensor(gradient(of: value), as: descriptor)
    }

    /// The gradient of a value in row-major order.
    func plainGradient(of value: Value) throws -> PlacedTensor {
        let gradient = try gradient(of: value)
        return try tensor(gradient, as: MemoryDescriptor(gradient.descriptor.shape))
    }

    /// Adds to the gradient of a value. The tensor must not change afterwards.
    func contribute(_ gradient: PlacedTensor, to value: Value) {
        contributions[value, default: []].append(gradient)
    }
}

// MARK: Parameters

extension ProgramBuilder {
    /// A parameter where it is kept, row-major under any shape of as many numbers.
    func parameter(_ node: Int, _ index: Int, shape: [Int]) throws -> PlacedTensor {
        outside(parameters.values(node: node, index: index), try MemoryDescriptor(shape))
    }

    /// The gradient of a learned parameter where it is kept.
    func parameterGradient(_ node: Int, _ index: Int, shape: [Int]) throws -> PlacedTensor {
        outside(parameters.gradient(node: node, index: index), try MemoryDescriptor(shape))
    }

    private func outside(_ numbers: UnsafeMutableBufferPointer<Float>, _ descriptor: MemoryDescriptor) -> PlacedTensor {
        guard let address = numbers.baseAddress else { preconditionFailure("parameters are never empty") }
        return PlacedTensor(descriptor: descriptor, place: .outside(UnsafeMutableRawPointer(address)))
    }

    /// A weight in the layout of a primitive, brought up to date before a run when the parameters have changed.
    func weight(_ node: Int, _ index: Int, as descriptor: MemoryDescriptor) throws -> PlacedTensor {
        let kept = try parameter(node, index, shape: descriptor.shape)
        if kept.descriptor == descriptor { return kept }
        if let copy = copies[kept.place]?.first(where: { $0.descriptor == descriptor }) { return copy }
        let copy = tensor(descriptor, isPersistent: true)
        let primitive = try Primitive.reorder(engine: engine, source: kept.descriptor, destination: descriptor)
        weightOperations.append(
            .primitive(
                primitive, try withScratchpad(primitive, [.source: kept, .destination: copy], isPersistent: true)))
        copies[kept.place, default: []].append(copy)
        return copy
    }
}

// MARK: Operations

extension ProgramBuilder {
    /// Adds a primitive with its arguments; its scratchpad is added here.
    func append(_ primitive: Primitive, _ arguments: [PrimitiveArgument: PlacedTensor]) throws {
        let all = try withScratchpad(primitive, arguments, isPersistent: false)
        touch(all.values)
        recorded.append(.primitive(primitive, all))
    }

    /// Adds an operation of netspec's own. `make` gets the addresses once, when the program is finished, and returns
    /// what each run calls.
    func own(touching tensors: [PlacedTensor], _ make: @escaping (Addresses) -> () -> Void) {
        touch(tensors)
        recorded.append(.own(make))
    }

    /// A tensor for an argument that the primitive itself describes; nil when it has none.
    func tensor(for argument: PrimitiveArgument, of primitive: Primitive) throws -> PlacedTensor? {
        try primitive.descriptor(of: argument).map { tensor($0) }
    }

    private func withScratchpad(
        _ primitive: Primitive, _ arguments: [PrimitiveArgument: PlacedTensor], isPersistent: Bool
    ) throws -> [PrimitiveArgument: PlacedTensor] {
        guard let descriptor = try primitive.descriptor(of: .scratchpad), descriptor.byteCount > 0 else {
            return arguments
        }
        return arguments.merging([.scratchpad: tensor(descriptor, isPersistent: isPersistent)]) { first, _ in first }
    }

    private func touch(_ tensors: some Sequence<PlacedTensor>) {
        for case .buffer(let number) in tensors.map(\.place) { buffers[number].touch(recorded.count) }
    }
}

/// An operation before the addresses are known.
private enum RecordedOperation {
    case primitive(Primitive, [PrimitiveArgument: PlacedTensor])
    case own((Addresses) -> () -> Void)

    func operation(_ addresses: Addresses) throws -> Program.Operation {
        switch self {
        case .own(let make): return .own(make(addresses))
        case .primitive(let primitive, let arguments):
            let memories = try arguments.mapValues {
                try Memory($0.descriptor, engine: primitive.engine, data: addresses[$0.place])
            }
            return .primitive(try BoundPrimitive(primitive, memories))
        }
    }
}

/// A buffer's size and life while the program grows.
private struct BufferRecord {
    let byteCount: Int
    let isPersistent: Bool
    private var first: Int?
    private var last = 0

    init(byteCount: Int, isPersistent: Bool) {
        self.byteCount = byteCount
        self.isPersistent = isPersistent
    }

    mutating func touch(_ operation: Int) {
        first = first ?? operation
        last = operation
    }

    func request(lastOperation: Int) -> MemoryPlan.Request {
        let lifetime = isPersistent ? 0...lastOperation : (first ?? 0)...max(first ?? 0, last)
        return MemoryPlan.Request(byteCount: byteCount, lifetime: lifetime)
    }
}
