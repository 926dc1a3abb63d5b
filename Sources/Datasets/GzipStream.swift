import CZlib
import Files

/// Reads the contents of one gzip file (RFC 1952) from its bytes, piece by piece, so that memory grows with what is
/// really there and not with what a header claims.
final class GzipStream {
    private let file: DataFile
    /// On the heap, because zlib remembers its address.
    private let stream: UnsafeMutablePointer<z_stream>
    private var consumed = 0
    private var isOver = false

    /// No byte of DEFLATE makes more bytes than this.
    static let largestRatio = 1032

    static func isGzip(_ bytes: [UInt8]) -> Bool {
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

    /// The next bytes; fewer than `count` only at the end of the contents.
    func read(_ count: Int) throws -> [UInt8] {
        var result: [UInt8] = []
        while result.count < count, !isOver {
            let piece = min(count - result.count, 1 << 20)
            result += try [UInt8](unsafeUninitializedCapacity: piece) { target, filled in
                filled = try inflatePiece(into: target)
            }
        }
        return result
    }

    /// Whether nothing follows the contents, neither in them nor behind them in the file.
    func isAtEnd() throws -> Bool {
        try read(1).isEmpty && consumed == file.bytes.count
    }

    private func inflatePiece(into target: UnsafeMutableBufferPointer<UInt8>) throws -> Int {
        try file.bytes.withUnsafeBufferPointer { bytes in
            stream.pointee.next_in = UnsafeMutablePointer(mutating: bytes.baseAddress?.advanced(by: consumed))
            stream.pointee.avail_in = UInt32(clamping: bytes.count - consumed)
            stream.pointee.next_out = target.baseAddress
            stream.pointee.avail_out = UInt32(target.count)
            let offered = Int(stream.pointee.avail_in)
            let status = inflate(stream, Z_NO_FLUSH)
            consumed += offered - Int(stream.pointee.avail_in)
            switch status {
            case Z_STREAM_END: isOver = true
            case Z_OK: break
            case Z_BUF_ERROR:
                throw DataError(
                    "`\(file.path)` is cut short: its gzip data do not end within its \(bytes.count) bytes",
                    help: "get the file again")
            default:
                let reason = stream.pointee.msg.map { String(cString: $0) } ?? "code \(status)"
                throw DataError(
                    "`\(file.path)` is not sound gzip data near byte \(consumed): \(reason)", help: "get the file again"
                )
            }
            return target.count - Int(stream.pointee.avail_out)
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }
}
