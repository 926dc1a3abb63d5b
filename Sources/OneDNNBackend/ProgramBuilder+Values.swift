import Execution
import Networks
import Planning
import Tensors

extension ProgramBuilder {
    /// A value, which the backward pass computes again at its first use there, where the plan says that it may.
    func value(_ value: Value) throws -> PlacedTensor {
        if subject.pass == .backward, let maker = recomputingMakers.removeValue(forKey: value) {
            try recompute(value, by: maker)
        }
        guard let tensor = values[value] else {
            preconditionFailure("`\(plan.name(value))` is read before it is made")
        }
        return tensor
    }

    private func recompute(_ value: Value, by maker: any RecomputingKernel) throws {
        let reader = subject
        defer { subject = reader }
        subject = Subject(pass: .backward, nodes: maker.operation.nodes)
        if let again = try maker.recomputedOutput(self) { set(value, to: again) }
    }

    func value(_ value: Value, as descriptor: MemoryDescriptor) throws -> PlacedTensor {
        try tensor(self.value(value), as: descriptor)
    }

    func denseValue(_ value: Value) throws -> PlacedTensor { try dense(self.value(value)) }

    /// A value in row-major order.
    func plainValue(_ value: Value) throws -> PlacedTensor { try plain(self.value(value)) }

    func set(_ value: Value, to tensor: PlacedTensor) {
        values[value] = tensor
    }

    /// Where a kernel that can write slices puts a value: its place in a concatenation, if the plan gives it one and the
    /// layout has whole blocks of channels, or a new tensor.
    ///
    /// - Parameter descriptor: of the value as a tensor of its own.
    func destination(for value: Value, _ descriptor: MemoryDescriptor) throws -> PlacedTensor {
        try place(of: value, like: descriptor) ?? tensor(descriptor)
    }

    private func place(of value: Value, like descriptor: MemoryDescriptor) throws -> PlacedTensor? {
        guard let slice = plan.slices[value], let blocks = descriptor.channelBlocks else { return nil }
        let channels = plan.network.shape(of: slice.whole)[0]
        let known = wholes[slice.whole]
        let whole = try known ?? destination(for: slice.whole, blocks.descriptor(channels: channels))
        wholes[slice.whole] = whole
        guard let wholeBlocks = whole.blocks, wholeBlocks.block == blocks.block, wholeBlocks.type == blocks.type else {
            return nil
        }
        return try part(descriptor.shape, of: whole, at: slice.firstChannel)
    }

    /// Some of the channels of a tensor, as numbers of their own; nil where blocks of channels do not end with them.
    func part(_ shape: [Int], of whole: PlacedTensor, at channel: Int) throws -> PlacedTensor? {
        let offsets = shape.indices.map { $0 == 1 ? channel : 0 }
        guard let slice = try whole.descriptor.slice(shape, at: offsets), slice.rows != nil else { return nil }
        return PlacedTensor(descriptor: slice, place: whole.place, content: newContent())
    }

    /// Whether the numbers are those of a copy that others who want its layout get too.
    private func isKeptAsCopy(_ tensor: PlacedTensor) -> Bool {
        copies.values.contains { $0.contains { $0.copy.content == tensor.content } }
    }

    /// Whether the numbers of a value may go when the operation that reads it has no more use for them.
    ///
    /// A concatenation goes with its parts: each must be free, and be of no use to its maker or to others.
    func mayOverwrite(_ value: Value) -> Bool {
        guard plan.overwritable.contains(value), !keptByMaker.contains(value), let tensor = values[value],
            values.values.filter({ $0.content == tensor.content }).count == 1, !isKeptAsCopy(tensor)
        else { return false }
        return plan.slices.filter { $0.value.whole == value }.keys.allSatisfy(mayOverwrite)
    }
}
