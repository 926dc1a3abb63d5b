import Glibc

/// All bytes of a file.
///
/// - Parameters:
///   - limit: a longer file is refused: a regular one unread, another when so much has come.
///   - takesStreams: whether pipes and devices are read too, until they end.
package func bytes(ofFile path: String, limit: Int, takesStreams: Bool = false) throws(FileError) -> [UInt8] {
    // Not to wait for someone who opens the other end of a pipe.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .last(.read, path) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .last(.read, path) }
    let kind = status.st_mode & S_IFMT
    guard kind == S_IFREG || takesStreams else { throw FileError(.read, path, .irregular) }
    let length = kind == S_IFREG ? Int(status.st_size) : 0
    guard length <= limit else { throw FileError(.read, path, .tooLong(byteCount: length, limit: limit)) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(length)
    var chunk = [UInt8](repeating: 0, count: min(max(length, 1 << 16), 1 << 20))
    while bytes.count <= limit {
        let count = read(descriptor, &chunk, chunk.count)
        if count == 0 { break }
        if count > 0 {
            bytes += chunk[..<count]
        } else if errno == EAGAIN {
            var event = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            _ = poll(&event, 1, -1)
        } else if errno != EINTR {
            throw .last(.read, path)
        }
    }
    guard bytes.count <= limit else { throw FileError(.read, path, .tooLong(byteCount: bytes.count, limit: limit)) }
    if bytes.isEmpty, kind == S_IFIFO {
        throw FileError(.read, path, .refused("nothing came through this pipe"))
    }
    return bytes
}

/// The bytes of a regular file; nil where there is none.
package func length(ofFile path: String) -> Int? {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
}

/// Reads a regular file into memory that the caller takes for it, once its length is known.
///
/// - Parameters:
///   - limit: a longer file is refused unread.
///   - take: memory for so many bytes.
/// - Returns: how many bytes there were: fewer than asked for where the file was shortened meanwhile.
/// - Throws: `FileError`; what `take` throws.
package func read(
    file path: String, limit: Int, into take: (Int) throws -> UnsafeMutableRawBufferPointer
) throws -> Int {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw FileError.last(.read, path) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw FileError.last(.read, path) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw FileError(.read, path, .irregular) }
    let length = Int(status.st_size)
    guard length <= limit else { throw FileError(.read, path, .tooLong(byteCount: length, limit: limit)) }
    let memory = try take(length)
    var filled = 0
    while filled < length {
        let count = Glibc.read(descriptor, memory.baseAddress?.advanced(by: filled), length - filled)
        if count == 0 { break }
        if count > 0 {
            filled += count
        } else if errno != EINTR {
            throw FileError.last(.read, path)
        }
    }
    return filled
}

/// The text of a file, or of what comes through a pipe; what is not UTF-8 is replaced.
///
/// - Parameters:
///   - limit: in bytes; a longer file is refused. The default is far more than the kernel tells of itself, and than this
///     program writes but for weights and metrics.
///   - takesStreams: whether pipes and devices are read too, until they end.
package func text(ofFile path: String, limit: Int = 64 << 20, takesStreams: Bool = true) throws(FileError) -> String {
    String(decoding: try bytes(ofFile: path, limit: limit, takesStreams: takesStreams), as: UTF8.self)
}
