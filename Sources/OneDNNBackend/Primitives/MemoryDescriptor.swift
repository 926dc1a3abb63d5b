import COneDNN

/// The element types of oneDNN tensors.
package enum DataType: Hashable, Sendable {
    case float32, bfloat16, int32, uint8

    var code: ConedDataType {
        switch self {
        case .float32: ConedDataTypeFloat32
        case .bfloat16: ConedDataTypeBFloat16
        case .int32: ConedDataTypeInt32
        case .uint8: ConedDataTypeUInt8
        }
    }
}

/// How a tensor's elements lie in memory.
package enum Format: Hashable, Sendable {
    /// The primitive that gets the descriptor chooses; no memory has it.
    case any
    /// Row-major: [N, C, H, W], [O, I, H, W], [G, O / G, I / G, H, W], [O, I] and so on, by rank.
    case plain
    /// The second axis innermost, for ranks 3 to 5.
    case channelsLast
    /// The second axis in blocks, which are innermost, for ranks 3 to 5: [N, ⌈C / 16⌉, H, W, 16].
    case channelBlocks4, channelBlocks8, channelBlocks16
    /// Of weights, the inputs before the outputs: [O, I, h, w] is stored as I, O, h, w; in groups within each. For ranks 4 and 5.
    case inputsFirst

    /// - Parameter block: how many channels: 4, 8 or 16.
    init(channelBlock block: Int) {
        switch block {
        case 4: self = .channelBlocks4
        case 8: self = .channelBlocks8
        case 16: self = .channelBlocks16
        default: preconditionFailure("no format has blocks of \(block) channels")
        }
    }

    var code: ConedFormat {
        switch self {
        case .any: ConedFormatAny
        case .plain: ConedFormatPlain
        case .channelsLast: ConedFormatChannelsLast
        case .channelBlocks4: ConedFormatChannelBlocks4
        case .channelBlocks8: ConedFormatChannelBlocks8
        case .channelBlocks16: ConedFormatChannelBlocks16
        case .inputsFirst: ConedFormatInputsFirst
        }
    }
}

/// A tensor's shape, element type and layout; blocked layouts come from asking a primitive.
package final class MemoryDescriptor: Sendable {
    nonisolated(unsafe) let handle: ConedDescriptor

    /// Takes over `handle`.
    init(owning handle: ConedDescriptor) {
        self.handle = handle
    }

    /// A tensor of 1 to 6 axes.
    package init(_ shape: [Int], type: DataType = .float32, format: Format = .plain) throws {
        var made = ConedDescriptor()
        try check(
            coned_descriptor_create(Int32(clamping: shape.count), shape.map(Int64.init), type.code, format.code, &made),
            "descriptor of \(shape)")
        handle = made
    }

    deinit { coned_descriptor_destroy(handle) }

    /// The box of `shape` that starts at `offsets` in a tensor laid out like this one; nil where it does not start and end on
    /// blocks or at the edge. A memory with the result takes the address of the *whole* tensor.
    ///
    /// No primitive may get one: oneDNN 2.6 to 3.7 take some slices for tensors without gaps (a reorder from one slice to
    /// another, by `jit:blk` and `jit_direct_copy:uni`), and have only reference code for the rest. `StridedRows` tells where
    /// their elements are.
    package func slice(_ shape: [Int], at offsets: [Int]) throws -> MemoryDescriptor? {
        precondition(shape.count == rank && offsets.count == rank, "a box has the axes of what it is cut from")
        // The library also cuts 7 channels out of 14 in a block of 16, and takes the result for a tensor of fewer bytes.
        guard endsOnBlocks(shape, at: offsets) else { return nil }
        var made = ConedDescriptor()
        let status = coned_descriptor_create_slice(handle, shape.map(Int64.init), offsets.map(Int64.init), &made)
        if status == ConedStatusUnimplemented { return nil }
        try check(status, "slice of \(shape) at \(offsets) in \(self.shape)")
        return MemoryDescriptor(owning: made)
    }

    package var rank: Int { Int(coned_descriptor_rank(handle)) }

    /// Bytes a memory needs, padding of blocked layouts included; 0 for the format `any` and, whose bytes are the whole
    /// tensor's, for a slice that does not start at its first element.
    package var byteCount: Int { Int(coned_descriptor_byte_count(handle)) }

    package var shape: [Int] {
        var sizes = [Int64](repeating: 0, count: rank)
        return coned_descriptor_dims(handle, &sizes) == ConedStatusSuccess ? sizes.map(Int.init) : []
    }
}

extension MemoryDescriptor: Equatable {
    /// Whether shape, element type and layout agree.
    package static func == (first: MemoryDescriptor, second: MemoryDescriptor) -> Bool {
        coned_descriptor_equal(first.handle, second.handle)
    }
}
