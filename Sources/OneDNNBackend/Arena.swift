import Glibc

/// The one stretch of memory that holds every buffer of a program. Zero at first.
final class Arena: @unchecked Sendable {
    let byteCount: Int
    let start: UnsafeMutableRawPointer

    /// - Throws: `OneDNNError` when the machine has not that much address space.
    init(byteCount: Int) throws {
        let length = max(byteCount, 1)
        let pages = mmap(nil, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let pages, pages != MAP_FAILED else {
            throw OneDNNError(status: String(cString: strerror(errno)), operation: "allocate \(length) bytes")
        }
        madvise(pages, length, MADV_HUGEPAGE)
        self.byteCount = byteCount
        start = pages
    }

    deinit { munmap(start, max(byteCount, 1)) }
}
