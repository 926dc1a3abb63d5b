package import Files
import Glibc

/// A file of events for TensorBoard, to which records are appended.
///
/// Each record is its length in eight bytes, their checksum, the event, and its checksum; checksums are CRC-32C, turned and
/// shifted (TensorFlow's `TFRecord` format).
package final class TensorBoardFile {
    private let path: String
    private let descriptor: Int32

    /// What TensorBoard knows its files by is `tfevents`.
    package static let name = "events.out.tfevents.0000000001.netspec"

    /// Opens a file to append to; makes it if it is not there.
    ///
    /// - Parameter time: in seconds since 1970.
    package init(_ path: String, time: Double) throws(FileError) {
        self.path = path
        descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o666)
        guard descriptor >= 0 else { throw .last(.write, path) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw FileError(.write, path, .irregular)
        }
        if status.st_size == 0 { try append(.beginning(time: time)) }
    }

    deinit { close(descriptor) }

    /// Appends an event whole, or throws and leaves the file as it was.
    package func append(_ event: TensorBoardEvent) throws(FileError) {
        try appendWhole(Self.record(event.bytes), to: descriptor, of: path)
    }

    /// Drops the events from the first of a later step on, and whatever follows a record that is not whole, as a process that
    /// was killed leaves it.
    ///
    /// - Parameter step: steps made.
    package static func cut(_ path: String, after step: Int) throws(FileError) {
        let bytes = try Files.bytes(ofFile: path, limit: largestFile)
        let kept = records(bytes[...]).prefix { event in
            ProtobufMessage.integer(2, of: event).map { $0 <= step } ?? false
        }
        let length = kept.last.map { $0.endIndex + 4 } ?? 0
        guard length < bytes.count, truncate(path, off_t(length)) != 0 else { return }
        throw .last(.write, path)
    }

    /// A longer file is refused unread.
    private static let largestFile = 1 << 31

    package static func record(_ event: some Collection<UInt8>) -> [UInt8] {
        let length = withUnsafeBytes(of: UInt64(event.count).littleEndian) { Array($0) }
        let data = Array(event)
        return length + masked(length) + data + masked(data)
    }

    /// The events of whole records, up to the first that is not.
    static func records(_ bytes: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        var (events, rest): ([ArraySlice<UInt8>], ArraySlice<UInt8>) = ([], bytes)
        while rest.count >= 16 {
            let length = rest.prefix(8)
            let count = length.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            guard masked(Array(length)).elementsEqual(rest.dropFirst(8).prefix(4)), count <= rest.count - 16 else {
                break
            }
            let event = rest.dropFirst(12).prefix(Int(count))
            guard masked(Array(event)).elementsEqual(rest.dropFirst(12 + Int(count)).prefix(4)) else { break }
            events.append(event)
            rest = rest.dropFirst(16 + Int(count))
        }
        return events
    }

    private static func masked(_ bytes: [UInt8]) -> [UInt8] {
        var crc = CRC32(.castagnoli)
        crc.add(bytes)
        let value = (crc.value >> 15 | crc.value << 17) &+ 0xA282_EAD8
        return withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }
}
