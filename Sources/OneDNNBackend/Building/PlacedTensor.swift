import CKernels

/// A tensor of a program that is being built: its layout, and where its numbers will be.
struct PlacedTensor {
    enum Place: Hashable {
        /// A buffer of the arena, by number.
        case buffer(Int)
        /// Memory that outlives the program: parameters and their gradients.
        case outside(UnsafeMutableRawPointer)
    }

    let descriptor: MemoryDescriptor
    let place: Place
    /// Tells numbers apart that have the same place one after the other. Views of the same numbers share it.
    let content: Int

    /// The same numbers under another shape; only for row-major layouts, and for slices.
    func viewed(as descriptor: MemoryDescriptor) -> PlacedTensor {
        PlacedTensor(descriptor: descriptor, place: place, content: content)
    }

    /// How it lies, if it is a layout of netspec's own kernels.
    var blocks: ChannelBlocks? { descriptor.channelBlocks }

    /// What is read or written of it, in bytes.
    var byteCount: Int {
        blocks.map { $0.images * $0.imageCount * $0.type.byteCount } ?? descriptor.byteCount
    }
}

extension DataType {
    var byteCount: Int {
        switch self {
        case .float32, .int32: 4
        case .bfloat16: 2
        case .uint8: 1
        }
    }
}

/// Where the numbers of a placed tensor are, once the arena is there.
struct Addresses {
    let arena: UnsafeMutableRawPointer
    let offsets: [Int]

    subscript(place: PlacedTensor.Place) -> UnsafeMutableRawPointer {
        switch place {
        case .buffer(let number): return arena + offsets[number]
        case .outside(let address): return address
        }
    }

    func floats(_ tensor: PlacedTensor) -> UnsafeMutablePointer<Float> {
        self[tensor.place].assumingMemoryBound(to: Float.self)
    }
}
