package import Tensors

/// Memory for one picture, and for what it is made from, which grows with what it must hold and is kept for the next up to a length.
package struct PictureRoom {
    private var block: MemoryBlock?
    private var second: MemoryBlock?

    /// Memory that is longer is given back once less is wanted.
    static let keptByteCount = 1 << 25

    package init() {}

    /// Of both pieces.
    package var heldByteCount: Int { (block?.byteCount ?? 0) + (second?.byteCount ?? 0) }

    /// The first bytes; what a smaller room held is gone.
    ///
    /// - Throws: `OutOfMemory`
    package mutating func bytes(_ count: Int) throws(OutOfMemory) -> UnsafeMutableBufferPointer<UInt8> {
        try Self.bytes(count, of: &block)
    }

    /// The first bytes of a second piece of memory, for what the picture is made from.
    ///
    /// - Throws: `OutOfMemory`
    package mutating func scratch(_ count: Int) throws(OutOfMemory) -> UnsafeMutableBufferPointer<UInt8> {
        try Self.bytes(count, of: &second)
    }

    /// Gives back the second piece of memory where it is longer than what is kept.
    package mutating func shrinkScratch() {
        if let second, second.byteCount > Self.keptByteCount { self.second = nil }
    }

    private static func bytes(
        _ count: Int, of block: inout MemoryBlock?
    ) throws(OutOfMemory) -> UnsafeMutableBufferPointer<UInt8> {
        if let block, block.byteCount >= count, block.byteCount <= max(count, keptByteCount) {
            return UnsafeMutableBufferPointer(rebasing: block.bytes[..<count])
        }
        block = nil
        let larger = try MemoryBlock(byteCount: count)
        block = larger
        return UnsafeMutableBufferPointer(rebasing: larger.bytes[..<count])
    }
}
