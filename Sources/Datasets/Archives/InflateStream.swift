import CZlib
import Files
import Recipes

/// Inflates DEFLATE data (RFC 1951) piece by piece, in the wrapping of zlib (RFC 1950) or gzip (RFC 1952), whose checksum is held to.
final class InflateStream {
    enum Wrapping {
        case zlib
        /// Of all its members, one after the other.
        case gzip
    }

    /// What is read, for messages: ``the archive `a.tar.gz` ``.
    private let subject: String
    private let wrapping: Wrapping
    /// On the heap, because zlib remembers its address.
    private let stream: UnsafeMutablePointer<z_stream>
    private let nextPiece: () throws -> UnsafeRawBufferPointer
    private var isOver = false

    /// - Parameter nextPiece: the next bytes of the data, none at their end; they stay where they are until it is asked again.
    init(_ wrapping: Wrapping, of subject: String, nextPiece: @escaping () throws -> UnsafeRawBufferPointer) throws {
        (self.wrapping, self.subject, self.nextPiece) = (wrapping, subject, nextPiece)
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let bits: Int32 = wrapping == .gzip ? 16 + MAX_WBITS : MAX_WBITS
        let status = inflateInit2_(stream, bits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard status == Z_OK else {
            throw FileError(
                .read, subject, .refused("zlib does not start, code \(status)"),
                help: "make sure that the machine has memory to spare")
        }
    }

    /// Writes the next bytes.
    ///
    /// - Returns: how many; fewer than there is room for only at the end of the contents.
    func read(into target: UnsafeMutableRawBufferPointer) throws -> Int {
        var filled = 0
        while filled < target.count, !isOver {
            guard try hasInput() else { throw unsound("they end before their contents do") }
            let end = min(filled + 1 << 30, target.count)
            filled += try inflatePiece(into: UnsafeMutableRawBufferPointer(rebasing: target[filled..<end]))
        }
        return filled
    }

    /// Whether there are bytes to inflate, after another piece was taken where the last is used up.
    private func hasInput() throws -> Bool {
        guard stream.pointee.avail_in == 0 else { return true }
        let piece = try nextPiece()
        stream.pointee.next_in = UnsafeMutablePointer(mutating: piece.assumingMemoryBound(to: UInt8.self).baseAddress)
        stream.pointee.avail_in = UInt32(clamping: piece.count)
        return !piece.isEmpty
    }

    private func inflatePiece(into target: UnsafeMutableRawBufferPointer) throws -> Int {
        stream.pointee.next_out = target.assumingMemoryBound(to: UInt8.self).baseAddress
        stream.pointee.avail_out = UInt32(target.count)
        let status = inflate(stream, Z_NO_FLUSH)
        switch status {
        case Z_STREAM_END: try goOn()
        case Z_OK, Z_BUF_ERROR: break
        default: throw unsound(stream.pointee.msg.map { String(cString: $0) } ?? "code \(status)")
        }
        return target.count - Int(stream.pointee.avail_out)
    }

    /// Begins the next member, if another follows the one that has ended.
    private func goOn() throws {
        guard wrapping == .gzip, try hasInput() else {
            isOver = true
            return
        }
        guard stream.pointee.next_in.pointee == 0x1F, inflateReset(stream) == Z_OK else {
            throw unsound("something else follows them")
        }
    }

    private func unsound(_ reason: String) -> DataError {
        DataError("the compressed data of \(subject) are not sound: \(reason)", help: "get the file again")
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }
}
