import Networks
import Tensors

extension Recorder {
    /// A new tensor in a buffer of its own.
    func tensor(_ descriptor: MemoryDescriptor, isPersistent: Bool = false) -> PlacedTensor {
        precondition(descriptor.isDense, "a new tensor has a buffer of its own")
        let place = newBuffer(byteCount: descriptor.byteCount, isPersistent: isPersistent)
        return PlacedTensor(descriptor: descriptor, place: place, content: newContent())
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

    /// Some of the channels of a tensor, as numbers of their own; nil where blocks of channels do not end with them.
    func part(_ shape: [Int], of whole: PlacedTensor, at channel: Int) throws -> PlacedTensor? {
        let offsets = shape.indices.map { $0 == 1 ? channel : 0 }
        guard try whole.descriptor.sliceableFormat != nil, let slice = try whole.descriptor.slice(shape, at: offsets)
        else { return nil }
        return PlacedTensor(descriptor: slice, place: whole.place, content: newContent())
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
}

extension ChannelBlocks {
    /// A tensor of this shape, type and block that is no slice, with other channels if wanted.
    func descriptor(channels: Int? = nil) throws -> MemoryDescriptor {
        try MemoryDescriptor(
            [images, channels ?? self.channels, height, width], type: type,
            format: Format(channelBlock: block))
    }
}
