import Files

/// A file of a data set, read whole.
struct DataFile {
    let path: String
    let bytes: [UInt8]

    /// - Parameter limit: a longer file is refused unread.
    init(_ path: String, limit: Int) throws {
        self.path = path
        do throws(FileError) {
            bytes = try Files.bytes(ofFile: path, limit: limit)
        } catch {
            switch error.cause {
            case .refused: throw error.ofData
            case .irregular:
                throw DataError(
                    "`\(path)` must be a file, and it is a folder or a device",
                    help: "give the folder that holds the file as `--data`")
            case .tooLong(let byteCount, let limit):
                throw DataError(
                    "`\(path)` must have at most \(limit) bytes, found \(byteCount)",
                    help: "give the data set's own file")
            }
        }
    }
}

extension FileError {
    /// The same, of a file or a folder of a data set.
    var ofData: FileError { advising("make sure that the data's files can be read") }
}
