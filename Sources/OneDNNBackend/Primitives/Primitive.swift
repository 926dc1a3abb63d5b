import COneDNN

/// What a memory is to a primitive.
package enum PrimitiveArgument: Hashable, Sendable {
    case source, destination, weights, bias
    /// A source of a sum or a concatenation, by its number.
    case sourceNumber(Int)
    case mean, variance, scale, shift
    /// What a forward primitive leaves for its backward one.
    case workspace
    /// Room a primitive needs while it runs.
    case scratchpad
    case sourceGradient, destinationGradient, weightsGradient, biasGradient, scaleGradient, shiftGradient

    var code: Int32 {
        switch self {
        case .source: Int32(ConedArgumentSource.rawValue)
        case .sourceNumber(let number): Int32(clamping: Int(ConedArgumentFirstOfSources.rawValue) + number)
        case .destination: Int32(ConedArgumentDestination.rawValue)
        case .weights: Int32(ConedArgumentWeights.rawValue)
        case .bias: Int32(ConedArgumentBias.rawValue)
        case .mean: Int32(ConedArgumentMean.rawValue)
        case .variance: Int32(ConedArgumentVariance.rawValue)
        case .scale: Int32(ConedArgumentScale.rawValue)
        case .shift: Int32(ConedArgumentShift.rawValue)
        case .workspace: Int32(ConedArgumentWorkspace.rawValue)
        case .scratchpad: Int32(ConedArgumentScratchpad.rawValue)
        case .sourceGradient: Int32(ConedArgumentDiffSource.rawValue)
        case .destinationGradient: Int32(ConedArgumentDiffDestination.rawValue)
        case .weightsGradient: Int32(ConedArgumentDiffWeights.rawValue)
        case .biasGradient: Int32(ConedArgumentDiffBias.rawValue)
        case .scaleGradient: Int32(ConedArgumentDiffScale.rawValue)
        case .shiftGradient: Int32(ConedArgumentDiffShift.rawValue)
        }
    }
}

/// An operation with its shapes, layouts, algorithm and thread count settled. Make it on the engine thread.
package final class Primitive: Sendable {
    /// What it does, for example `convolution forward`.
    package let name: String
    package let engine: Engine
    nonisolated(unsafe) let handle: ConedPrimitive

    /// Takes what `create` makes, or throws with `name` what it refused.
    init(_ name: String, engine: Engine, create: (inout ConedPrimitive) -> ConedStatus) throws {
        var made = ConedPrimitive()
        try check(create(&made), name)
        self.name = name
        self.engine = engine
        handle = made
    }

    deinit { coned_primitive_destroy(handle) }

    /// The descriptor that the memory of `argument` must have, or nil if the primitive takes no such memory.
    package func descriptor(of argument: PrimitiveArgument) throws -> MemoryDescriptor? {
        var made = ConedDescriptor()
        let status = coned_primitive_descriptor(handle, argument.code, &made)
        if status == ConedStatusNotRequired { return nil }
        try check(status, "descriptor of \(argument) of \(name)")
        return MemoryDescriptor(owning: made)
    }

    /// oneDNN's name of the chosen implementation, for example `jit:avx512_core`.
    package var implementation: String { String(cString: coned_primitive_implementation(handle)) }

    /// Whether oneDNN found nothing better than its slow reference code, for example `ref:any` or `bnorm_ref:any`.
    package var isReference: Bool { implementation.contains("ref:") }
}

/// A primitive together with all its memories. Only the engine thread uses it.
package final class BoundPrimitive: @unchecked Sendable {
    package let primitive: Primitive
    private let memories: [Memory]
    private let arguments: UnsafeMutableBufferPointer<ConedArgument>

    /// Every memory must have exactly the descriptor that the primitive asks for.
    package init(_ primitive: Primitive, _ memories: [PrimitiveArgument: Memory]) throws {
        for (argument, memory) in memories {
            let wanted = try primitive.descriptor(of: argument)
            precondition(
                wanted == memory.descriptor,
                "\(memory.descriptor.shape) lies otherwise than wanted as \(argument) of \(primitive.name)")
        }
        self.primitive = primitive
        self.memories = Array(memories.values)
        arguments = .allocate(capacity: memories.count)
        _ = arguments.initialize(
            from: memories.map { ConedArgument(kind: $0.key.code, memory: $0.value.handle) })
    }

    deinit { arguments.deallocate() }

    /// Runs the primitive, without allocating.
    package func execute(on stream: Stream) throws {
        try check(
            coned_primitive_execute(
                primitive.handle, stream.handle, Int32(arguments.count), UnsafePointer(arguments.baseAddress)),
            "execute \(primitive.name)")
    }
}
