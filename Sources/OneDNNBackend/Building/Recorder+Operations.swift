import CKernels
import Execution
import Glibc

extension Recorder {
    /// Adds a primitive with its arguments; its scratchpad is added here.
    ///
    /// - Precondition: no argument is a slice, of which the library makes mistakes; see `MemoryDescriptor.slice`.
    /// - Parameters:
    ///   - multiplyAdds: as layers count them, for the whole batch.
    ///   - expectedSeconds: what it took in trials.
    func append(
        _ primitive: Primitive, _ arguments: [PrimitiveArgument: PlacedTensor], multiplyAdds: Int = 0,
        expectedSeconds: Double? = nil
    ) throws {
        precondition(
            arguments.values.allSatisfy(\.descriptor.isDense), "oneDNN is given a slice in `\(primitive.name)`")
        let all = try withScratchpad(primitive, arguments, isPersistent: false)
        let profile = profile(
            primitive, arguments, of: subject, multiplyAdds: multiplyAdds, expectedSeconds: expectedSeconds)
        add(RecordedOperation(profile: profile, work: .primitive(primitive, all)), touching: all.values)
    }

    /// Adds an operation of netspec's own. `make` gets the addresses once, when the program is finished, and returns
    /// what each run calls.
    func own(
        _ name: String, by implementation: String = "netspec", touching tensors: [PlacedTensor],
        _ make: @escaping (Addresses) -> () -> Void
    ) {
        let profile = OperationProfile(
            pass: subject.pass, nodes: subject.nodes, name: name, implementation: implementation,
            layouts: distinct(tensors.map(\.descriptor.layoutName)), multiplyAdds: 0,
            byteCount: tensors.reduce(0) { $0 + $1.byteCount })
        add(RecordedOperation(profile: profile, work: .own(make)), touching: tensors)
    }

    /// Makes all numbers of a tensor or slice 0, its padding too.
    func clear(_ tensor: PlacedTensor) {
        guard let rows = tensor.descriptor.rows else {
            preconditionFailure("only layouts of rows are cleared")
        }
        own("clear", touching: [tensor]) { addresses in
            let size = rows.type.byteCount
            let start = addresses[tensor.place] + rows.offset * size
            return {
                for row in 0..<rows.count { memset(start + row * rows.stride * size, 0, rows.length * size) }
            }
        }
    }

    /// first + second, and of that max(y, 0) if wanted.
    func add(
        _ first: KernelTensor, _ second: KernelTensor, appliesReLU: Bool = false, into destination: KernelTensor
    ) {
        let machine = machine
        let name = appliesReLU ? "sum and ReLU" : "sum"
        own(name, touching: [first.tensor, second.tensor, destination.tensor]) { addresses in
            let (one, other, sum) = (first.at(addresses), second.at(addresses), destination.at(addresses))
            let rows = ckern_rows(first.shape)
            return { withUnsafePointer(to: machine) { ckern_add($0, rows, appliesReLU, one, other, sum) } }
        }
    }

    func profile(
        _ primitive: Primitive, _ arguments: [PrimitiveArgument: PlacedTensor], of subject: Subject, multiplyAdds: Int,
        expectedSeconds: Double? = nil
    ) -> OperationProfile {
        OperationProfile(
            pass: subject.pass, nodes: subject.nodes, name: primitive.name, implementation: primitive.implementation,
            layouts: layouts(of: arguments), multiplyAdds: multiplyAdds,
            byteCount: arguments.values.reduce(0) { $0 + $1.byteCount }, expectedSeconds: expectedSeconds)
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
