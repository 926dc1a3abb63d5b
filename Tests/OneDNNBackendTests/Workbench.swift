import OneDNNBackend

/// Elements in memory of their own, seen through a descriptor.
final class Tensor {
    let memory: Memory
    private let data: UnsafeMutableRawPointer
    private let byteCount: Int

    init(_ descriptor: MemoryDescriptor, engine: Engine, values: [Float] = []) throws {
        byteCount = descriptor.byteCount
        data = .allocate(byteCount: byteCount, alignment: 64)
        data.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
        memory = try Memory(descriptor, engine: engine, data: data)
        values.withUnsafeBytes { data.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(data), byteCount: $0.count) }
    }

    deinit { data.deallocate() }

    /// All elements as they lie in memory.
    var values: [Float] {
        Array(UnsafeRawBufferPointer(start: data, count: byteCount).assumingMemoryBound(to: Float.self))
    }
}

/// Makes tensors and runs primitives, one at a time.
struct Workbench {
    let engine: Engine
    let stream: Stream

    init() throws {
        engine = try Engine()
        stream = try Stream(engine: engine)
    }

    /// A plain tensor, filled with `values`.
    func tensor(_ shape: [Int], _ values: [Float] = []) throws -> Tensor {
        try Tensor(MemoryDescriptor(shape), engine: engine, values: values)
    }

    /// A tensor as `primitive` wants it for `argument`, or nil if it wants none.
    func tensor(_ argument: PrimitiveArgument, of primitive: Primitive) throws -> Tensor? {
        try primitive.descriptor(of: argument).map { try Tensor($0, engine: engine) }
    }

    /// Runs `primitive`, adding its scratchpad.
    func run(_ primitive: Primitive, _ tensors: [PrimitiveArgument: Tensor?]) throws {
        let scratchpad = try tensor(.scratchpad, of: primitive)
        var memories = tensors.compactMapValues { $0?.memory }
        memories[.scratchpad] = scratchpad?.memory
        try BoundPrimitive(primitive, memories).execute(on: stream)
        try stream.wait()
        withExtendedLifetime((tensors, scratchpad)) {}
    }
}

/// Whether both lists have the same length and differ by at most `tolerance` anywhere.
func agree(_ found: [Float], _ expected: [Float], within tolerance: Float = 1e-5) -> Bool {
    found.count == expected.count && zip(found, expected).allSatisfy { abs($0 - $1) <= tolerance }
}
