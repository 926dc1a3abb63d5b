import CZlib
import Files
import Recipes

/// Reads the contents of a gzip file (RFC 1952) from its bytes, piece by piece: of all its members, one after the other.
final class GzipStream {
    private let file: DataFile
    /// On the heap, because zlib remembers its address.
    private let stream: UnsafeMutablePointer<z_stream>
    private var consumed = 0
    private var isOver = false

    /// No byte of DEFLATE makes more bytes than this.
    static let largestRatio = 1032

    static func isGzip(_ bytes: some Sequence<UInt8>) -> Bool {
        bytes.starts(with: [0x1F, 0x8B])
    }

    init(_ file: DataFile) throws {
        self.file = file
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let gzipOnly: Int32 = 16 + MAX_WBITS
        let status = inflateInit2_(stream, gzipOnly, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard status == Z_OK else {
            throw FileError(
                .read, file.path, .refused("zlib does not start, code \(status)"),
                help: "make sure that the machine has memory to spare")
        }
    }

    /// Writes the next bytes.
    ///
    /// - Returns: how many; fewer than there is room for only at the end of the contents.
    func read(into target: UnsafeMutableBufferPointer<UInt8>) throws -> Int {
        var filled = 0
        while filled < target.count, !isOver {
            let end = min(filled + 1 << 20, target.count)
            filled += try inflatePiece(into: UnsafeMutableBufferPointer(rebasing: target[filled..<end]))
        }
        return filled
    }

    /// Whether nothing follows the contents, neither in them nor behind them in the file.
    func isAtEnd() throws -> Bool {
        var next: UInt8 = 0
        let count = try withUnsafeMutablePointer(to: &next) {
            try read(into: UnsafeMutableBufferPointer(start: $0, count: 1))
        }
        return count == 0 && consumed == file.count
    }

    /// Begins the next member, if another follows the one that has ended.
    private func goOn() throws {
        guard GzipStream.isGzip(file.bytes[consumed...]) else {
            isOver = true
            return
        }
        guard inflateReset(stream) == Z_OK else { throw unsound("another member cannot be read") }
    }

    private func unsound(_ reason: String) -> DataError {
        DataError(
            "`\(file.path)` is not sound gzip data near byte \(consumed): \(reason)", help: "get the file again")
    }

    private func inflatePiece(into target: UnsafeMutableBufferPointer<UInt8>) throws -> Int {
        try withExtendedLifetime(file.memory) {
            let bytes = file.bytes
            stream.pointee.next_in = UnsafeMutablePointer(mutating: bytes.baseAddress?.advanced(by: consumed))
            stream.pointee.avail_in = UInt32(clamping: bytes.count - consumed)
            stream.pointee.next_out = target.baseAddress
            stream.pointee.avail_out = UInt32(target.count)
            let offered = Int(stream.pointee.avail_in)
            let status = inflate(stream, Z_NO_FLUSH)
            consumed += offered - Int(stream.pointee.avail_in)
            switch status {
            case Z_STREAM_END: try goOn()
            case Z_OK: break
            case Z_BUF_ERROR:
                throw DataError(
                    "`\(file.path)` is cut short: its gzip data do not end within its \(bytes.count) bytes",
                    help: "get the file again")
            default:
                let reason = stream.pointee.msg.map { String(cString: $0) } ?? "code \(status)"
                throw unsound(reason)
            }
            return target.count - Int(stream.pointee.avail_out)
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }
}
