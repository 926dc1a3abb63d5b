import Glibc

/// Appends bytes to an open file, or throws and leaves the file as it was.
///
/// - Parameter path: of the file, for what is said of a failure.
package func appendWhole(_ bytes: [UInt8], to descriptor: Int32, of path: String) throws(FileError) {
    let end = lseek(descriptor, 0, SEEK_END)
    var written = 0
    while written < bytes.count {
        let count = bytes[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        if count < 0, errno == EINTR { continue }
        guard count >= 0 else {
            let error = FileError.last(.write, path)
            ftruncate(descriptor, end)
            throw error
        }
        written += count
    }
}
