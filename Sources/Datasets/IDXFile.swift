/// An array of bytes in the IDX format, plain or in gzip.
///
/// Layout: a big-endian magic number (2049 for one axis of bytes, 2051 for three), the length of each axis in four
/// bytes, the bytes in row-major order. See http://yann.lecun.com/exdb/mnist, "file formats".
struct IDXFile {
    let path: String
    let lengths: [Int]
    let bytes: [UInt8]

    /// What the bytes stand for.
    enum Content: Int {
        case labels = 2049
        case pictures = 2051

        var rank: Int { self == .labels ? 1 : 3 }
        var noun: String { self == .labels ? "labels" : "pictures" }
    }

    /// The contents of a larger file are refused unread.
    private static let largestSize = 1 << 30

    init(_ path: String, holding content: Content) throws {
        self.path = path
        var reader = try IDXReader(DataFile(path, limit: Self.largestSize))
        let headerLength = 4 * (1 + content.rank)
        let header = try reader.read(headerLength)
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
                "`\(path)` claims \(lengths[0]) \(content.noun) of \(lengths.dropFirst().map(String.init).joined(separator: "×")) bytes, more than its \(reader.fileLength) bytes can hold",
                help: "get the file again")
        }
        bytes = try reader.read(size.value)
        guard bytes.count == size.value else {
            let record = max(1, size.value / max(1, lengths[0]))
            throw DataError(
                "`\(path)` is cut short in record \(bytes.count / record + 1) of \(lengths[0]): it must have \(headerLength + size.value) bytes, found \(headerLength + bytes.count)",
                help: "get the file again")
        }
        guard try reader.isAtEnd() else {
            throw DataError(
                "`\(path)` must end after its \(lengths[0]) \(content.noun), byte \(headerLength + size.value), and more bytes follow",
                help: "get the file again")
        }
        self.lengths = lengths
    }
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

    var fileLength: Int { file.bytes.count }

    /// The most bytes that the file can hold.
    var mostBytes: Int { gzip == nil ? fileLength : fileLength * GzipStream.largestRatio }

    mutating func read(_ count: Int) throws -> [UInt8] {
        if let gzip { return try gzip.read(count) }
        let piece = Array(file.bytes[position..<min(position + count, file.bytes.count)])
        position += piece.count
        return piece
    }

    func isAtEnd() throws -> Bool {
        try gzip?.isAtEnd() ?? (position == file.bytes.count)
    }
}
