import CKernels
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
            let start = ContinuousClock.now
            var (rounds, seconds) = (0, 0.0)
            while seconds < 0.1 {
                add()
                rounds += 1
                seconds = (ContinuousClock.now - start) / .seconds(1)
            }
            return withExtendedLifetime(blocks) { Double(3 * byteCount * rounds) / seconds }
        }
    }
}
