import Networks
import Tensors

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
    func keep(_ tensor: PlacedTensor) throws -> PlacedTensor {
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
