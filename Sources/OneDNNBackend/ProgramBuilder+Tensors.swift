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
            descriptor.shape, type: element, format: Format(channelBlock: blocks.block))
    }

    /// The tensor, or a copy, as one stretch of memory: oneDNN's kernels for slices are slow.
    func dense(_ tensor: PlacedTensor) throws -> PlacedTensor {
        guard let blocks = tensor.blocks, !blocks.isDense else { return tensor }
        return try self.tensor(tensor, as: blocks.descriptor())
    }

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

    /// Copies numbers into another place, layout or type: whole blocks of channels by netspec's own kernel, because oneDNN's
    /// for slices is slow.
    func reorder(_ source: PlacedTensor, to destination: PlacedTensor) throws {
        if let from = KernelTensor(source), let to = KernelTensor(destination), from.isShaped(like: to) {
            return copy(from, to: to)
        }
        let primitive = try Primitive.reorder(
            engine: engine, source: source.descriptor, destination: destination.descriptor)
        try append(primitive, [.source: source, .destination: destination])
    }

    private func copy(_ source: KernelTensor, to destination: KernelTensor) {
        let machine = machine
        let name = source.matches(destination) ? "copy" : "conversion"
        own(name, touching: [source.tensor, destination.tensor]) { addresses in
            let (from, to, rows) = (source.at(addresses), destination.at(addresses), ckern_rows(source.shape))
            let element = destination.shape.element
            return {
                withUnsafePointer(to: machine) { ckern_copy($0, rows, from, element, to) }
            }
        }
    }
}

extension ChannelBlocks {
    /// A tensor of this shape, type and block that is no slice, with other channels if wanted.
    func descriptor(channels: Int? = nil) throws -> MemoryDescriptor {
        try MemoryDescriptor(
            [images, channels ?? self.channels, height, width], type: type,
            format: Format(channelBlock: block))
    }
}
