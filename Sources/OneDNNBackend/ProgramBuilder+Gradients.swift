import Networks

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
