import Execution
import Glibc

extension ProgramBuilder {
    /// What the operations that are being added compute: the pass they belong to, and the nodes.
    struct Subject {
        let pass: OperationProfile.Pass
        let nodes: [Int]
    }

    /// Adds a primitive with its arguments; its scratchpad is added here.
    ///
    /// - Parameter multiplyAdds: as layers count them, for the whole batch.
    func append(
        _ primitive: Primitive, _ arguments: [PrimitiveArgument: PlacedTensor], multiplyAdds: Int = 0
    ) throws {
        let all = try withScratchpad(primitive, arguments, isPersistent: false)
        touch(all.values)
        recorded.append(
            RecordedOperation(
                profile: profile(primitive, arguments, of: subject, multiplyAdds: multiplyAdds),
                work: .primitive(primitive, all)))
    }

    /// Adds an operation of netspec's own. `make` gets the addresses once, when the program is finished, and returns
    /// what each run calls.
    func own(_ name: String, touching tensors: [PlacedTensor], _ make: @escaping (Addresses) -> () -> Void) {
        touch(tensors)
        let profile = OperationProfile(
            pass: subject.pass, nodes: subject.nodes, name: name, implementation: "netspec",
            layouts: distinct(tensors.map(\.descriptor.layoutName)), multiplyAdds: 0,
            byteCount: tensors.reduce(0) { $0 + $1.byteCount })
        recorded.append(RecordedOperation(profile: profile, work: .own(make)))
    }

    /// Makes all numbers of a slice 0, its padding too.
    func clear(_ tensor: PlacedTensor) {
        guard let tensor = KernelTensor(tensor) else { return }
        own("clear", touching: [tensor.tensor]) { addresses in
            let (blocks, start) = (tensor.blocks, addresses[tensor.tensor.place])
            let size = blocks.type.byteCount
            return {
                for image in 0..<blocks.images {
                    memset(start + (blocks.offset + image * blocks.imageStride) * size, 0, blocks.imageCount * size)
                }
            }
        }
    }

    func profile(
        _ primitive: Primitive, _ arguments: [PrimitiveArgument: PlacedTensor], of subject: Subject, multiplyAdds: Int
    ) -> OperationProfile {
        OperationProfile(
            pass: subject.pass, nodes: subject.nodes, name: primitive.name, implementation: primitive.implementation,
            layouts: layouts(of: arguments), multiplyAdds: multiplyAdds,
            byteCount: arguments.values.reduce(0) { $0 + $1.byteCount })
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

/// How the tensors of a primitive lie that are larger than a row of numbers.
private func layouts(of arguments: [PrimitiveArgument: PlacedTensor]) -> String {
    func names(_ kinds: [PrimitiveArgument]) -> String {
        distinct(kinds.compactMap { arguments[$0] }.filter { $0.descriptor.rank > 1 }.map(\.descriptor.layoutName))
    }
    let isBackward = arguments[.destinationGradient] != nil
    let sources: [PrimitiveArgument] = [.source, .sourceNumber(0), .sourceNumber(1)]
    let inputs = sources + [.destinationGradient, .weights]
    let gradients: [PrimitiveArgument] = [.sourceGradient, .weightsGradient]
    let outputs = isBackward ? gradients : [.destination]
    return [names(inputs), names(outputs)].filter { !$0.isEmpty }.joined(separator: " → ")
}

/// The names, each once, in their order.
private func distinct(_ names: [String]) -> String {
    names.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }.joined(separator: ", ")
}
