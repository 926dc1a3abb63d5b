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

    func withScratchpad(
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
