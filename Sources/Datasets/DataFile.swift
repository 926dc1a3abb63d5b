import Files

/// A file of a data set, read whole.
struct DataFile {
    let path: String
    let bytes: [UInt8]

    /// - Parameter limit: a longer file is refused unread.
    init(_ path: String, limit: Int) throws {
        self.path = path
        do throws(FileRefusal) {
            bytes = try Files.bytes(ofFile: path, limit: limit)
        } catch {
            switch error {
            case .unreadable(let error): throw MachineError("read `\(path)`", reason: error.reason)
            case .irregular:
                throw DataError(
                    "`\(path)` must be a file, and it is a folder or a device",
                    help: "give the folder that holds the file as `--data`")
            case .tooLong(let count):
                throw DataError(
                    "`\(path)` must have at most \(limit) bytes, found \(count)",
                    help: "give the data set's own file")
            }
        }
    }
}
