import COneDNN

/// A tensor: a descriptor and the address of elements that the arena owns. Only the engine thread uses it.
package final class Memory: @unchecked Sendable {
    package let descriptor: MemoryDescriptor
    package let engine: Engine
    let handle: ConedMemory

    /// `data` holds `descriptor.byteCount` bytes (the whole tensor's for a slice), best aligned to 64, and outlives the
    /// memory. Nothing is written; the padding of a blocked layout must be zero where a primitive reads it.
    package init(_ descriptor: MemoryDescriptor, engine: Engine, data: UnsafeMutableRawPointer) throws {
        var made = ConedMemory()
        try check(
            coned_memory_create(descriptor.handle, engine.handle, data, &made), "memory of \(descriptor.shape)")
        self.descriptor = descriptor
        self.engine = engine
        handle = made
    }

    deinit { coned_memory_destroy(handle) }
}
