package import Tensors

/// Memory for one picture, and for what it is made from, which grows with what it must hold.
package struct PictureRoom {
    private var block: MemoryBlock?
    private var second: MemoryBlock?

    package init() {}

    /// The first bytes; what a smaller room held is gone.
    ///
    /// - Throws: `OutOfMemory`
    package mutating func bytes(_ count: Int) throws(OutOfMemory) -> UnsafeMutableBufferPointer<UInt8> {
        try Self.bytes(count, of: &block)
    }

    /// The first bytes of a second piece of memory, for what the picture is made from.
    ///
    /// - Throws: `OutOfMemory`
    mutating func scratch(_ count: Int) throws(OutOfMemory) -> UnsafeMutableBufferPointer<UInt8> {
        try Self.bytes(count, of: &second)
    }

    /// Gives back the second piece of memory where it is larger than this.
    mutating func shrinkScratch(to byteCount: Int) {
        if let second, second.byteCount > byteCount { self.second = nil }
    }

    private static func bytes(
        _ count: Int, of block: inout MemoryBlock?
    ) throws(OutOfMemory) -> UnsafeMutableBufferPointer<UInt8> {
        if let block, block.byteCount >= count {
            return UnsafeMutableBufferPointer(rebasing: block.bytes[..<count])
        }
        block = nil
        let larger = try MemoryBlock(byteCount: count)
        block = larger
        return UnsafeMutableBufferPointer(rebasing: larger.bytes[..<count])
    }
}
