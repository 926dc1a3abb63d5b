import Files
import Recipes

/// The bytes of an element in a MATLAB file, one after the other, inflated where they are compressed.
final class MATBytes {
    private let path: String
    private let fill: (UnsafeMutableRawBufferPointer) throws -> Int
    /// Since the beginning.
    private(set) var place = 0

    fileprivate init(_ path: String, fill: @escaping (UnsafeMutableRawBufferPointer) throws -> Int) {
        (self.path, self.fill) = (path, fill)
    }

    func read(into room: UnsafeMutableRawBufferPointer) throws {
        guard try fill(room) == room.count else { throw MATFile.unsound(path, "it ends within a matrix") }
        place += room.count
    }

    func bytes(_ count: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        try bytes.withUnsafeMutableBytes { try read(into: $0) }
        return bytes
    }

    /// Goes on to a multiple of 8 from the beginning, where parts of a matrix begin.
    func align() throws { _ = try bytes((8 - place % 8) % 8) }
}

/// What stands before the data of an element: their type and length; short data stand in it.
struct MATTag {
    let type: Int
    let byteCount: Int
    /// Of an element of at most four bytes.
    let ownBytes: [UInt8]?

    init(_ bytes: [UInt8]) {
        let words: [Int] = bytes.withUnsafeBytes { bytes in
            (0..<4).map { Int(UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: 2 * $0, as: UInt16.self))) }
        }
        if words[1] == 0 {
            (type, byteCount, ownBytes) = (words[0], words[2] | words[3] << 16, nil)
        } else {
            // A longer one would have no room; it then ends too early, which is told where it is read.
            let count = min(words[1], 4)
            (type, byteCount, ownBytes) = (words[0], count, Array(bytes[4..<4 + count]))
        }
    }
}

/// A MATLAB file of version 5: named matrices, each perhaps compressed.
///
/// Source: MathWorks, "MAT-File Format", version 5 ("Level 5 MAT-Files"). Own code, because libmatio brings HDF5 along, and of the
/// format two real matrices are wanted.
struct MATFile {
    private let file: RegularFile

    static let matrixType = 14
    private static let compressedType = 15
    private static let headLength = 128

    /// - Throws: `DataError` for what is no such file, `FileError`.
    init(_ path: String) throws {
        do {
            file = try RegularFile(path, limit: Int.max)
        } catch {
            throw error.ofData
        }
        guard file.byteCount >= Self.headLength else { throw Self.unsound(path, "it has fewer than 128 bytes") }
        var head = [UInt8](repeating: 0, count: Self.headLength)
        try head.withUnsafeMutableBytes { try file.read(into: $0, at: 0) }
        if head.starts(with: Array("MATLAB 7.3".utf8)) {
            throw DataError(
                "`\(path)` must be a MATLAB file of version 5, found one of version 7.3",
                help: "get the file as its makers distribute it, or save it with `-v7`")
        }
        guard head[124..<126].elementsEqual([0, 1]), head[126..<128].elementsEqual(Array("IM".utf8)) else {
            throw Self.unsound(path, "it does not begin as one does")
        }
    }

    var path: String { file.path }

    /// The most bytes that so many of the file can be inflated to.
    var mostInflated: Int { file.byteCount * GzipStream.largestRatio }

    /// Hands out the matrices, each behind its own tag.
    func forEachMatrix(_ body: (MATBytes) throws -> Void) throws {
        var place = Self.headLength
        while place < file.byteCount {
            guard place + 8 <= file.byteCount else { throw Self.unsound(path, "it ends within a tag") }
            var bytes = [UInt8](repeating: 0, count: 8)
            try bytes.withUnsafeMutableBytes { try file.read(into: $0, at: place) }
            let tag = MATTag(bytes)
            let (start, end) = (place + 8, place + 8 + tag.byteCount)
            guard tag.ownBytes == nil, end <= file.byteCount else {
                throw Self.unsound(path, "it ends within an element, at byte \(file.byteCount) of \(end)")
            }
            switch tag.type {
            case Self.compressedType: try body(inflated(start..<end))
            case Self.matrixType: try body(plain(start..<end))
            default: throw Self.unsound(path, "it holds an element of type \(tag.type), and matrices are wanted")
            }
            // Of compressed elements the next follows at once.
            place = tag.type == Self.compressedType ? end : (end + 7) & ~7
        }
    }

    private func inflated(_ range: Range<Int>) throws -> MATBytes {
        let pieces = FilePieces(file, in: range)
        let stream = try InflateStream(.zlib, of: "`\(path)`") { try pieces.next() }
        let bytes = MATBytes(path) { try stream.read(into: $0) }
        let tag = MATTag(try bytes.bytes(8))
        guard tag.type == Self.matrixType, tag.ownBytes == nil else {
            throw Self.unsound(path, "what is compressed in it is no matrix")
        }
        return bytes
    }

    private func plain(_ range: Range<Int>) -> MATBytes {
        var place = range.lowerBound
        let file = file
        return MATBytes(path) { room in
            let count = min(room.count, range.upperBound - place)
            try file.read(into: UnsafeMutableRawBufferPointer(rebasing: room[..<count]), at: place)
            place += count
            return count
        }
    }

    static func unsound(_ path: String, _ reason: String) -> DataError {
        DataError("`\(path)` is no sound MATLAB file of version 5: \(reason)", help: "get the file again")
    }
}
