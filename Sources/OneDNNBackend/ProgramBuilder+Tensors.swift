import CKernels
import Networks
import Tensors

extension ProgramBuilder {
    /// A new tensor in a buffer of its own.
    func tensor(_ descriptor: MemoryDescriptor, isPersistent: Bool = false) -> PlacedTensor {
        buffers.append(BufferRecord(byteCount: descriptor.byteCount, isPersistent: isPersistent))
        return PlacedTensor(descriptor: descriptor, place: .buffer(buffers.count - 1), content: newContent())
    }

    /// A new row-major tensor.
    func plain(_ shape: Shape, isPersistent: Bool = false) throws -> PlacedTensor {
        tensor(try MemoryDescriptor(shape.lengths), isPersistent: isPersistent)
    }

    /// Room for so many bytes.
    func room(byteCount: Int) throws -> PlacedTensor {
        tensor(try MemoryDescriptor([max(byteCount, 1)], type: .uint8))
    }

    /// New numbers in the place of a tensor, whose own are gone then.
    func overwriting(_ tensor: PlacedTensor) -> PlacedTensor {
        PlacedTensor(descriptor: tensor.descriptor, place: tensor.place, content: newContent())
    }

    func newContent() -> Int {
        contentCount += 1
        return contentCount
    }

    /// The tensor in a layout; a copy, made once, where it has another.
    func tensor(_ tensor: PlacedTensor, as descriptor: MemoryDescriptor) throws -> PlacedTensor {
        if tensor.descriptor == descriptor { return tensor }
        let known = copies[tensor.content]?.first {
            $0.original == tensor.descriptor && $0.copy.descriptor == descriptor
        }
        if let known { return known.copy }
        let copy = self.tensor(descriptor)
        try reorder(tensor, to: copy)
        copies[tensor.content, default: []].append((tensor.descriptor, copy))
        return copy
    }

    /// The tensor in the layout and type of a primitive that may compute in a wider type than the plan's. Such a copy, twice
    /// as large, is made for each use rather than kept.
    func tensor(_ tensor: PlacedTensor, inTypeOf descriptor: MemoryDescriptor) throws -> PlacedTensor {
        guard isWide(descriptor), tensor.descriptor != descriptor else {
            return try self.tensor(tensor, as: descriptor)
        }
        let copy = self.tensor(descriptor)
        try reorder(tensor, to: copy)
        return copy
    }

    /// Whether it is of a wider type than what the plan computes with.
    func isWide(_ descriptor: MemoryDescriptor) -> Bool { element == .bfloat16 && descriptor.type == .float32 }

    /// The same in the plan's type; row-major where it is not in blocks.
    func narrow(_ descriptor: MemoryDescriptor) throws -> MemoryDescriptor {
        guard isWide(descriptor) else { return descriptor }
        guard let blocks = descriptor.channelBlocks else {
            return try MemoryDescriptor(descriptor.shape, type: element)
        }
        return try MemoryDescriptor(
            descriptor.shape, type: element, format: blocks.block == 16 ? .channelBlocks16 : .channelBlocks8)
    }

    /// The tensor, or a copy, as one stretch of memory, which alone primitives take.
    func dense(_ tensor: PlacedTensor) throws -> PlacedTensor { try self.tensor(tensor, as: tensor.descriptor.dense()) }

    /// The tensor, or a copy, in row-major order.
    func plain(_ tensor: PlacedTensor) throws -> PlacedTensor {
        try self.tensor(tensor, as: MemoryDescriptor(tensor.descriptor.shape))
    }

    /// A row-major copy that lasts to the end of the run, for whoever reads the results.
    func keep(_ tensor: PlacedTensor) throws -> PlacedTensor {
        let kept = self.tensor(try MemoryDescriptor(tensor.descriptor.shape), isPersistent: true)
        try reorder(tensor, to: kept)
        return kept
    }

    /// Copies numbers into another place, layout or type. Slices are read and written by netspec's own kernel, because
    /// oneDNN's reorders take some of them for tensors without gaps.
    func reorder(_ source: PlacedTensor, to destination: PlacedTensor) throws {
        if let from = KernelTensor(source), let to = KernelTensor(destination), from.isShaped(like: to) {
            return copy(source, from.rows, to: destination, to.rows)
        }
        if let (from, to) = try rowsInOneOrder(source.descriptor, destination.descriptor) {
            return copy(source, from, to: destination, to)
        }
        guard source.descriptor.isDense else { return try reorder(dense(source), to: destination) }
        guard destination.descriptor.isDense else {
            return try reorder(self.tensor(source, as: destination.descriptor.dense()), to: destination)
        }
        let primitive = try Primitive.reorder(
            engine: engine, source: source.descriptor, destination: destination.descriptor)
        try append(primitive, [.source: source, .destination: destination])
    }

    /// Rows of two tensors of which one is a slice, where the elements of both follow each other in one order.
    private func rowsInOneOrder(
        _ source: MemoryDescriptor, _ destination: MemoryDescriptor
    ) throws -> (StridedRows, StridedRows)? {
        guard !source.isDense || !destination.isDense, let from = source.rows, let to = destination.rows,
            try source.dense() == destination.dense()
        else { return nil }
        let rows = (from.cut(like: to) ?? from, to.cut(like: from) ?? to)
        precondition(
            rows.0.count == rows.1.count && rows.0.length == rows.1.length, "a slice's rows are those of its images")
        return rows
    }

    /// Row by row.
    private func copy(
        _ source: PlacedTensor, _ from: StridedRows, to destination: PlacedTensor, _ to: StridedRows
    ) {
        guard let element = from.type.kernelElement, let destinationElement = to.type.kernelElement else {
            preconditionFailure("slices are of types that the own kernels know")
        }
        let machine = machine
        own(from.type == to.type ? "copy" : "conversion", touching: [source, destination]) { addresses in
            let rows = CkernRows(rows: from.count, length: from.length, element: element)
            let (read, written) = (from.at(addresses, source), to.at(addresses, destination))
            return { withUnsafePointer(to: machine) { ckern_copy($0, rows, read, destinationElement, written) } }
        }
    }
}

extension StridedRows {
    /// What the own kernels are told of a tensor with these rows.
    func at(_ addresses: Addresses, _ tensor: PlacedTensor) -> CkernTensor {
        CkernTensor(data: addresses[tensor.place] + offset * type.byteCount, imageStride: stride)
    }
}

extension ChannelBlocks {
    /// A tensor of this shape, type and block that is no slice, with other channels if wanted.
    func descriptor(channels: Int? = nil) throws -> MemoryDescriptor {
        try MemoryDescriptor(
            [images, channels ?? self.channels, height, width], type: type,
            format: block == 16 ? .channelBlocks16 : .channelBlocks8)
    }
}
