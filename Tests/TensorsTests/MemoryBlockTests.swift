import Tensors
import Testing

@Suite struct MemoryBlockTests {
    /// Whether a smaller batch would help is known where the memory is asked for.
    @Test func whatDoesNotFitKnowsItsBatch() {
        let weights = #expect(throws: OutOfMemory.self) { try MemoryBlock(byteCount: 1 << 60) }
        #expect(weights == OutOfMemory(byteCount: 1 << 60))
        let pictures = #expect(throws: OutOfMemory.self) {
            try Batch(size: 1 << 10, pictureShape: [1 << 20, 1 << 20, 1 << 8], classCount: 2, seed: 0)
        }
        #expect(pictures?.batch == 1 << 10)
    }
}
