import Glibc

/// Memory that outlives any one array: parameters, gradients, a program's buffers. Zero at first, aligned to pages.
///
/// One owner frees it; whoever works on it keeps the owner alive.
package final class MemoryBlock: @unchecked Sendable {
    package let byteCount: Int
    package let start: UnsafeMutableRawPointer

    /// - Parameter batch: the pictures that it grows with; nil where it does not.
    /// - Throws: `OutOfMemory` when the machine has not that much.
    package init(byteCount: Int, forBatch batch: Int? = nil) throws(OutOfMemory) {
        let length = max(byteCount, 1)
        let pages = mmap(nil, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let pages, pages != MAP_FAILED else { throw OutOfMemory(byteCount: length, batch: batch) }
        madvise(pages, length, MADV_HUGEPAGE)
        self.byteCount = byteCount
        start = pages
    }

    /// Room for so many numbers.
    package convenience init(floats count: Int, forBatch batch: Int? = nil) throws(OutOfMemory) {
        try self.init(byteCount: count * MemoryLayout<Float>.stride, forBatch: batch)
    }

    deinit { munmap(start, max(byteCount, 1)) }

    /// Gives its pages back to the machine: it stays, and is zero again when it is used next.
    package func giveBack() {
        madvise(start, max(byteCount, 1), MADV_DONTNEED)
    }

    /// Fills it with numbers that are none, in every type, so that it shows where somebody reads what nobody wrote.
    package func poison() { memset(start, 0xFF, max(byteCount, 1)) }

    /// All of it as bytes.
    package var bytes: UnsafeMutableBufferPointer<UInt8> {
        UnsafeMutableBufferPointer(start: start.assumingMemoryBound(to: UInt8.self), count: byteCount)
    }

    /// All of it as numbers.
    package var floats: UnsafeMutableBufferPointer<Float> {
        UnsafeMutableBufferPointer(
            start: start.assumingMemoryBound(to: Float.self), count: byteCount / MemoryLayout<Float>.stride)
    }
}

/// `24 MiB`, rounded up.
package func mebibytes(_ byteCount: Int) -> String {
    "\(byteCount >> 20 + (byteCount & (1 << 20 - 1) > 0 ? 1 : 0)) MiB"
}

/// The machine has not as much memory as is asked for.
package struct OutOfMemory: Error, Hashable, Sendable, CustomStringConvertible {
    package let byteCount: Int
    /// The pictures that it grows with; nil where it does not.
    package let batch: Int?

    package init(byteCount: Int, batch: Int? = nil) {
        self.byteCount = byteCount
        self.batch = batch
    }

    package var description: String {
        "this needs \(mebibytes(byteCount)) of memory in one piece, more than the machine will give"
    }
}
