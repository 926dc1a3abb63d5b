import Files
import Recipes
import Tensors

/// A file of a data set, read whole.
struct DataFile {
    let path: String
    /// The bytes of the file, and perhaps some behind them.
    let memory: MemoryBlock
    let count: Int

    /// - Parameter limit: a longer file is refused unread.
    /// - Throws: `DataError`, `FileError`, `DataMemoryError`
    init(_ path: String, limit: Int) throws {
        self.path = path
        var block: MemoryBlock?
        do {
            count = try Files.read(file: path, limit: limit) { length in
                let taken = try DataMemoryError.memory(length, for: "`\(path)`")
                block = taken
                return UnsafeMutableRawBufferPointer(taken.bytes)
            }
        } catch let error as FileError {
            throw Self.told(error)
        }
        memory = try block ?? MemoryBlock(byteCount: 0)
    }

    var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: memory.bytes[..<count]) }

    var text: String { withExtendedLifetime(memory) { String(decoding: bytes, as: UTF8.self) } }

    /// How long a file is; 0 where it cannot be told, which reading tells better.
    static func length(_ path: String) -> Int { Files.length(ofFile: path) ?? 0 }

    private static func told(_ error: FileError) -> any Error {
        switch error.cause {
        case .refused: error.ofData
        case .irregular:
            DataError(
                "`\(error.path)` must be a file, and it is a folder or a device",
                help: "give the folder that holds the file as `--data`")
        case .tooLong(let byteCount, let limit):
            DataError(
                "`\(error.path)` must have at most \(limit) bytes, found \(byteCount)",
                help: "give the data set's own file")
        }
    }
}

extension FileError {
    /// The same, of a file or a folder of a data set.
    var ofData: FileError { advising("make sure that the data's files can be read") }
}
