import Glibc

/// A file of a data set, read whole.
struct DataFile {
    let path: String
    let bytes: [UInt8]

    /// - Parameter limit: a longer file is refused unread.
    init(_ path: String, limit: Int) throws {
        self.path = path
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw MachineError("read `\(path)`", code: errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw MachineError("read `\(path)`", code: errno) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw DataError(
                "`\(path)` must be a file, and it is a folder or a device",
                help: "give the folder that holds the file as `--data`")
        }
        guard status.st_size <= limit else {
            throw DataError(
                "`\(path)` must have at most \(limit) bytes, found \(status.st_size)",
                help: "give the data set's own file")
        }
        var failure: Int32 = 0
        bytes = [UInt8](unsafeUninitializedCapacity: Int(status.st_size)) { target, filled in
            while filled < target.count {
                let count = read(descriptor, target.baseAddress?.advanced(by: filled), target.count - filled)
                if count < 0 && errno == EINTR { continue }
                if count < 0 { failure = errno }
                if count <= 0 { break }
                filled += count
            }
        }
        if failure != 0 { throw MachineError("read `\(path)`", code: failure) }
    }
}
