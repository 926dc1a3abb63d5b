import Glibc

/// A regular file to read parts of, without taking the rest into memory.
package final class RegularFile: Sendable {
    package let path: String
    package let byteCount: Int
    private let descriptor: Int32

    /// - Throws: `FileError` for what cannot be read, is a folder, a device or a pipe, or has more than `limit` bytes.
    package init(_ path: String, limit: Int) throws(FileError) {
        self.path = path
        // Not to wait for someone who opens the other end of a pipe.
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .last(.read, path) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .last(.read, path) }
        byteCount = Int(status.st_size)
        guard status.st_mode & S_IFMT == S_IFREG else { throw FileError(.read, path, .irregular) }
        guard byteCount <= limit else {
            throw FileError(.read, path, .tooLong(byteCount: byteCount, limit: limit))
        }
    }

    deinit { close(descriptor) }

    /// Fills `target` with the bytes from `offset` on.
    package func read(into target: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileError) {
        var filled = 0
        while filled < target.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: target[filled...])
            let count = pread(descriptor, rest.baseAddress, rest.count, off_t(offset + filled))
            if count < 0 {
                if errno == EINTR { continue }
                throw .last(.read, path)
            }
            guard count > 0 else {
                throw FileError(.read, path, .refused("it ended at byte \(offset + filled) while it was read"))
            }
            filled += count
        }
    }

    /// Hands out the bytes of a range in order, some at a time.
    package func forEachPart(of range: Range<Int>, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        var room = [UInt8](repeating: 0, count: min(range.count, 1 << 20))
        var place = range.lowerBound
        while place < range.upperBound {
            let count = min(room.count, range.upperBound - place)
            try room.withUnsafeMutableBytes { room in
                let part = UnsafeMutableRawBufferPointer(rebasing: room[..<count])
                try read(into: part, at: place)
                try body(UnsafeRawBufferPointer(part))
            }
            place += count
        }
    }
}
