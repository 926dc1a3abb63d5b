import COneDNN

/// The layout [N, ⌈C / block⌉, H, W, block], or whole blocks out of such a layout: what netspec's own kernels work on.
package struct ChannelBlocks: Hashable, Sendable {
    package let type: DataType
    package let images: Int
    /// Without the padding of the last block.
    package let channels: Int
    package let height: Int
    package let width: Int
    /// 4, 8 or 16.
    package let block: Int
    /// From the address of the whole tensor to the first element, in elements.
    package let offset: Int
    /// From an image to the next, in elements.
    package let imageStride: Int

    /// The elements of one image, the padding of the last block counted.
    package var imageCount: Int { (channels + block - 1) / block * block * height * width }

    /// Whether image follows image without a gap, from the start of the memory.
    package var isDense: Bool { offset == 0 && imageStride == imageCount }
}

extension MemoryDescriptor {
    /// Nil for other layouts.
    package var channelBlocks: ChannelBlocks? {
        guard let layout, shape.count == 4, layout.blockCount == 1, layout.blockAxes.0 == 1 else { return nil }
        let shape = shape
        let block = Int(layout.blockSizes.0)
        let wanted = [shape[2] * shape[3] * block, shape[3] * block, block]
        guard [4, 8, 16].contains(block), let type = DataType(layout.type),
            wanted == [layout.strides.1, layout.strides.2, layout.strides.3].map(Int.init)
        else { return nil }
        return ChannelBlocks(
            type: type, images: shape[0], channels: shape[1], height: shape[2], width: shape[3], block: block,
            offset: Int(layout.offset), imageStride: Int(layout.strides.0))
    }

    /// Nil for what is not laid out in memory.
    package var type: DataType? { layout.flatMap { DataType($0.type) } }

    /// Nil where the library keeps it to itself, as Winograd's.
    var layout: ConedLayout? {
        var layout = ConedLayout()
        return coned_descriptor_layout(handle, &layout) == ConedStatusSuccess ? layout : nil
    }
}

extension DataType {
    /// Nil for a code that the shim does not have.
    init?(_ code: ConedDataType) {
        guard let type = [DataType.float32, .bfloat16, .int32, .uint8].first(where: { $0.code == code }) else {
            return nil
        }
        self = type
    }
}
