import CKernels
import Execution
import Tensors

/// What this machine's memory gives and takes when nothing else keeps it waiting, measured.
package enum MemoryBandwidth {
    /// Bytes read and written a second by all threads together, in tensors that do not fit into the caches: two are added
    /// into a third. Takes a fifth of a second, and for that time three times 32 to 64 MiB of memory.
    package static func measure(threads: Int) throws -> Double {
        try EngineThread(threads: threads).run {
            var machine = CkernMachine.current
            let byteCount = min(max(2 * machine.streamingByteCount, 32 << 20), 64 << 20)
            let blocks = try (0..<3).map { _ in try MemoryBlock(byteCount: byteCount) }
            let tensors = blocks.map { CkernTensor(data: $0.start, imageStride: 0) }
            let rows = CkernRows(
                rows: 1, length: byteCount / MemoryLayout<Float>.stride, element: CkernFloat32)
            let add = { ckern_add(&machine, rows, false, tensors[0], tensors[1], tensors[2]) }
            add()
            // The best of many: in the others the system may have given the processor to somebody else.
            let end = ContinuousClock.now + .milliseconds(100)
            var least = Double.infinity
            while ContinuousClock.now < end { least = min(least, secondsTaken(add)) }
            return withExtendedLifetime(blocks) { Double(3 * byteCount) / least }
        }
    }
}
