import CKernels

/// The shape of a case: what the kernels get, and the channels around it.
struct BlockedShape: Hashable, Sendable, CustomStringConvertible {
    var images: Int
    var channels: Int
    var height: Int
    var width: Int
    var block: Int
    var isBFloat16 = false
    /// Whole blocks of other channels before and after, of which the kernels must not write one.
    var blocksBefore = 0
    var blocksAfter = 0

    var pixels: Int { height * width }
    var count: Int { images * channels * pixels }
    var blocks: Int { (channels + block - 1) / block }
    var imageStride: Int { (blocksBefore + blocks + blocksAfter) * block * pixels }

    var element: CkernElement { isBFloat16 ? CkernBFloat16 : CkernFloat32 }

    var code: CkernShape {
        CkernShape(
            images: images, channels: channels, height: height, width: width, block: block, element: element)
    }

    /// The same with a picture of another size.
    func resized(_ height: Int, _ width: Int) -> BlockedShape {
        var resized = self
        (resized.height, resized.width) = (height, width)
        return resized
    }

    /// The same in a tensor of its own.
    var alone: BlockedShape {
        var alone = self
        (alone.blocksBefore, alone.blocksAfter) = (0, 0)
        return alone
    }

    var description: String {
        let type = isBFloat16 ? "bfloat16" : "float32"
        return "[\(images), \(channels), \(height), \(width)] \(type) block \(block) +\(blocksBefore) +\(blocksAfter)"
    }
}

/// Numbers in a slice of a blocked tensor that has nothing but `guardValue` around it.
final class BlockedTensor {
    static let guardValue: Float = 12_345

    let shape: BlockedShape
    private let memory: UnsafeMutableRawPointer
    private let byteCount: Int

    private var elementCount: Int { shape.images * shape.imageStride }
    private var start: Int { shape.blocksBefore * shape.block * shape.pixels }

    /// `values` are [N, C, H, W]; padding lanes are 0, or `guardValue` where no values are given.
    init(_ shape: BlockedShape, _ values: [Float]? = nil) {
        self.shape = shape
        byteCount = shape.images * shape.imageStride * ckern_element_byte_count(shape.element)
        memory = .allocate(byteCount: max(byteCount, 1), alignment: 64)
        for place in 0..<elementCount { set(place, Self.guardValue) }
        guard let values else { return }
        for image in 0..<shape.images {
            for place in 0..<shape.blocks * shape.block * shape.pixels {
                set(start + image * shape.imageStride + place, 0)
            }
        }
        for (index, value) in values.enumerated() { set(place(index), value) }
    }

    deinit { memory.deallocate() }

    var code: CkernTensor {
        CkernTensor(
            data: memory + start * ckern_element_byte_count(shape.element), imageStride: shape.imageStride)
    }

    /// [N, C, H, W].
    var values: [Float] { (0..<shape.count).map { get(place($0)) } }

    /// Whether padding lanes are 0 and nothing around the slice was written.
    var isCleanAround: Bool {
        var expected = [Float](repeating: Self.guardValue, count: elementCount)
        for image in 0..<shape.images {
            for place in 0..<shape.blocks * shape.block * shape.pixels {
                expected[start + image * shape.imageStride + place] = 0
            }
        }
        var isInside = [Bool](repeating: false, count: elementCount)
        for index in 0..<shape.count { isInside[place(index)] = true }
        return (0..<elementCount).allSatisfy { isInside[$0] || get($0) == kept(expected[$0]) }
    }

    /// The place of the element `index` of [N, C, H, W].
    private func place(_ index: Int) -> Int {
        let pixel = index % shape.pixels
        let channel = index / shape.pixels % shape.channels
        let image = index / shape.pixels / shape.channels
        let block = channel / shape.block
        return start + image * shape.imageStride + (block * shape.pixels + pixel) * shape.block
            + channel % shape.block
    }

    private func kept(_ value: Float) -> Float { shape.isBFloat16 ? value.bfloat16 : value }

    private func get(_ place: Int) -> Float {
        if shape.isBFloat16 {
            return Float(bitPattern: UInt32(memory.assumingMemoryBound(to: UInt16.self)[place]) << 16)
        }
        return memory.assumingMemoryBound(to: Float.self)[place]
    }

    private func set(_ place: Int, _ value: Float) {
        if shape.isBFloat16 {
            memory.assumingMemoryBound(to: UInt16.self)[place] = UInt16(value.bfloat16.bitPattern >> 16)
        } else {
            memory.assumingMemoryBound(to: Float.self)[place] = value
        }
    }
}

extension Float {
    /// The nearest bfloat16, ties to even: a float32 whose lower half is 0.
    var bfloat16: Float {
        let bits = bitPattern
        return Float(bitPattern: (bits &+ 0x7FFF &+ (bits >> 16 & 1)) & 0xFFFF_0000)
    }
}
