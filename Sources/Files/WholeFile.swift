import Glibc

/// Why a file was not read whole.
package enum FileRefusal: Error {
    case unreadable(FileError)
    /// It is a folder, a device or a pipe, where a regular file is wanted.
    case irregular
    /// It has this many bytes, or more.
    case tooLong(Int)
}

/// All bytes of a file.
///
/// - Parameters:
///   - limit: a longer file is refused: a regular one unread, another when so much has come.
///   - takesStreams: whether pipes and devices are read too, until they end.
package func bytes(
    ofFile path: String, limit: Int = .max, takesStreams: Bool = false
) throws(FileRefusal) -> [UInt8] {
    // Not to wait for someone who opens the other end of a pipe.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .unreadable(.last(path)) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .unreadable(.last(path)) }
    let kind = status.st_mode & S_IFMT
    guard kind == S_IFREG || takesStreams else { throw .irregular }
    let length = kind == S_IFREG ? Int(status.st_size) : 0
    guard length <= limit else { throw .tooLong(length) }
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
            throw .unreadable(.last(path))
        }
    }
    guard bytes.count <= limit else { throw .tooLong(bytes.count) }
    if bytes.isEmpty, kind == S_IFIFO {
        throw .unreadable(FileError(path, reason: "nothing came through this pipe"))
    }
    return bytes
}
