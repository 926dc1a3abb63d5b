package import Pixels
package import Tensors

/// A picture `[C, H, W]`, a byte for each value, in memory of its own.
package struct DecodedPicture: Sendable {
    package let shape: Shape
    private let memory: MemoryBlock

    /// A black one.
    ///
    /// - Throws: `OutOfMemory`
    package init(shape: Shape) throws(OutOfMemory) {
        self.shape = shape
        memory = try MemoryBlock(byteCount: shape.elementCount)
    }

    /// Good as long as the picture is.
    package var bytes: UnsafeMutableBufferPointer<UInt8> { memory.bytes }

    /// Hands it out to be read.
    package func withView<Result>(_ body: (PictureView) throws -> Result) rethrows -> Result {
        try withExtendedLifetime(memory) {
            try body(PictureView(UnsafeBufferPointer(memory.bytes), shape: shape))
        }
    }
}
