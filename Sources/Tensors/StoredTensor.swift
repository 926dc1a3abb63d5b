/// A named tensor where it lies, in a part of a block of memory: for what is saved and restored without a copy.
package struct StoredTensor: Sendable {
    package let name: String
    package let shape: Shape
    /// Keeps the memory as long as this value lives.
    private let memory: MemoryBlock
    private let range: Range<Int>

    /// - Parameter range: in numbers, from the start of the memory; as many as the shape has elements.
    package init(_ name: String, _ shape: Shape, in memory: MemoryBlock, at range: Range<Int>) {
        precondition(range.count == shape.elementCount && range.upperBound <= memory.floats.count)
        self.name = name
        self.shape = shape
        self.memory = memory
        self.range = range
    }

    /// The same numbers under another name.
    package func named(_ name: String) -> StoredTensor { StoredTensor(name, shape, in: memory, at: range) }

    /// Row-major.
    package var values: UnsafeMutableBufferPointer<Float> {
        UnsafeMutableBufferPointer(rebasing: memory.floats[range])
    }
}
