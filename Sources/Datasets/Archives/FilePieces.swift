import Files

/// Bytes of a file, piece by piece, in room of its own.
final class FilePieces {
    private let file: RegularFile
    private let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    private var place: Int
    private let end: Int

    init(_ file: RegularFile, in range: Range<Int>) {
        (self.file, place, end) = (file, range.lowerBound, range.upperBound)
    }

    /// None at the end; the bytes stay until the next are asked for.
    func next() throws(FileError) -> UnsafeRawBufferPointer {
        let count = min(room.count, end - place)
        let piece = UnsafeMutableRawBufferPointer(rebasing: room[..<count])
        try file.read(into: piece, at: place)
        place += count
        return UnsafeRawBufferPointer(piece)
    }

    deinit { room.deallocate() }
}
