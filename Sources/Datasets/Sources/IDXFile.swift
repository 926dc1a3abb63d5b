import Recipes
import Tensors

/// An array of bytes in the IDX format, plain or in gzip.
///
/// Layout: a big-endian magic number (2049 for one axis of bytes, 2051 for three), the length of each axis in four
/// bytes, the bytes in row-major order. See http://yann.lecun.com/exdb/mnist, "file formats".
struct IDXFile {
    let path: String
    let lengths: [Int]
    /// Holds the array's bytes from `start` on.
    let memory: MemoryBlock
    let start: Int

    /// What the bytes stand for.
    enum Content: Int {
        case labels = 2049
        case pictures = 2051

        var rank: Int { self == .labels ? 1 : 3 }
        var headerLength: Int { 4 * (1 + rank) }
        var noun: String { self == .labels ? "labels" : "pictures" }
    }

    /// The contents of a larger file are refused unread.
    private static let largestSize = 1 << 30

    init(_ path: String, holding content: Content) throws {
        self.path = path
        var reader = try IDXReader(DataFile(path, limit: Self.largestSize))
        let headerLength = content.headerLength
        let header = try reader.header(headerLength)
        let numbers = stride(from: 0, to: header.count - 3, by: 4).map { start in
            header[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
        }
        if let magic = numbers.first, magic != content.rawValue {
            throw DataError(
                "`\(path)` must begin with the number \(content.rawValue), which marks \(content.noun), found \(magic)",
                help: "give the file of \(content.noun), plain or in gzip")
        }
        guard header.count == headerLength else {
            throw DataError(
                "`\(path)` is cut short: its header must have \(headerLength) bytes, found \(header.count)",
                help: "get the file again")
        }
        let lengths = Array(numbers.dropFirst())
        let size = lengths.reduce((value: 1, overflows: false)) { product, length in
            let (value, overflows) = product.value.multipliedReportingOverflow(by: length)
            return (value, product.overflows || overflows)
        }
        guard !size.overflows, size.value <= min(Self.largestSize, reader.mostBytes) else {
            throw DataError(
                "`\(path)` claims \(lengths[0]) \(content.noun)\(content == .pictures ? " of \(lengths[1])×\(lengths[2]) bytes" : ""), more than its \(reader.fileLength) bytes can hold",
                help: "get the file again")
        }
        let (memory, start, count) = try reader.rest(size.value)
        guard count == size.value else {
            let record = max(1, size.value / max(1, lengths[0]))
            throw DataError(
                "`\(path)` is cut short in record \(count / record + 1) of \(lengths[0]): it must have \(headerLength + size.value) bytes, found \(headerLength + count)",
                help: "get the file again")
        }
        guard try reader.isAtEnd() else {
            throw DataError(
                "`\(path)` must end after its \(lengths[0]) \(content.noun), byte \(headerLength + size.value), and more bytes follow",
                help: "get the file again")
        }
        (self.lengths, self.memory, self.start) = (lengths, memory, start)
        self.count = count
    }

    private let count: Int

    /// The array's bytes; valid as long as `memory`.
    var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: memory.bytes[start..<start + count]) }
}

/// The bytes of a file in order, out of gzip where they are in it.
private struct IDXReader {
    private let file: DataFile
    private let gzip: GzipStream?
    private var position = 0

    init(_ file: DataFile) throws {
        self.file = file
        gzip = GzipStream.isGzip(file.bytes) ? try GzipStream(file) : nil
    }

    var fileLength: Int { file.count }

    /// The most bytes that the file can hold.
    var mostBytes: Int { gzip == nil ? fileLength : fileLength * GzipStream.largestRatio }

    /// The first bytes; fewer only where the file ends.
    mutating func header(_ count: Int) throws -> [UInt8] {
        if let gzip {
            return try [UInt8](unsafeUninitializedCapacity: count) { target, filled in
                filled = try gzip.read(into: UnsafeMutableBufferPointer(rebasing: target[..<count]))
            }
        }
        position = min(count, file.count)
        return Array(file.bytes[..<position])
    }

    /// The bytes behind those read: the memory that holds them, where they begin in it, and how many there are, fewer than
    /// asked for only where the file ends.
    mutating func rest(_ count: Int) throws -> (memory: MemoryBlock, start: Int, count: Int) {
        guard let gzip else {
            let found = min(count, file.count - position)
            defer { position += found }
            return (file.memory, position, found)
        }
        let memory = try DataMemoryError.memory(count, for: "what `\(file.path)` holds")
        return (memory, 0, try gzip.read(into: UnsafeMutableBufferPointer(rebasing: memory.bytes[..<count])))
    }

    func isAtEnd() throws -> Bool {
        try gzip?.isAtEnd() ?? (position == file.count)
    }
}
