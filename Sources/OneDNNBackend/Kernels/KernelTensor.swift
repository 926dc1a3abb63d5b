import CKernels

/// A tensor as netspec's own kernels take it, before the addresses are known.
struct KernelTensor {
    let tensor: PlacedTensor
    let blocks: ChannelBlocks

    /// Nil for layouts and element types that the kernels do not know.
    init?(_ tensor: PlacedTensor) {
        guard let blocks = tensor.blocks, blocks.type.kernelElement != nil else { return nil }
        self.tensor = tensor
        self.blocks = blocks
    }

    var shape: CkernShape {
        CkernShape(
            images: blocks.images, channels: blocks.channels, height: blocks.height, width: blocks.width,
            block: blocks.block, element: blocks.type.kernelElement ?? CkernFloat32)
    }

    /// Whether both can be arguments of one kernel that works number by number.
    func matches(_ other: KernelTensor) -> Bool { blocks.type == other.blocks.type && isShaped(like: other) }

    /// Whether the numbers follow each other in the same order, whatever their types.
    func isShaped(like other: KernelTensor) -> Bool {
        let (own, others) = (blocks, other.blocks)
        return own.block == others.block && own.images == others.images && own.channels == others.channels
            && own.height == others.height && own.width == others.width
    }

    /// An image is a row.
    var rows: StridedRows {
        StridedRows(
            type: blocks.type, offset: blocks.offset, count: blocks.images, length: blocks.imageCount,
            stride: blocks.imageStride)
    }

    func at(_ addresses: Addresses) -> CkernTensor {
        CkernTensor(
            data: addresses[tensor.place] + blocks.offset * blocks.type.byteCount, imageStride: blocks.imageStride)
    }
}

extension CkernTensor {
    /// What stands for a tensor that is not there.
    static var none: CkernTensor { CkernTensor(data: nil, imageStride: 0) }
}

extension DataType {
    /// Nil for what netspec's own kernels do not compute with.
    var kernelElement: CkernElement? {
        switch self {
        case .float32: CkernFloat32
        case .bfloat16: CkernBFloat16
        case .int32, .uint8: nil
        }
    }
}
