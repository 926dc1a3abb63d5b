import Files
import FoundationEssentials
import Glibc

/// Reads the lines of metrics that are appended to a file, each once it is whole.
///
/// A line that is none is passed over. Where the file was cut or another took its place, as when a run goes on from an earlier
/// checkpoint, it is read from its beginning.
package final class MetricsFollower {
    private let path: String
    /// Bytes that were read, but for those of a line without its end.
    private var place = 0
    private var inode: ino_t?

    package init(_ path: String) {
        self.path = path
    }

    /// What is read at once, at most.
    private static let mostBytes = 1 << 24

    /// The whole lines that came since the last call; none while there is no file. After the first call it may be called again
    /// where it gives some: a long file is read in parts.
    ///
    /// - Returns: the lines, and whether they are from the file's beginning.
    package func next() throws -> (lines: [MetricsLine], isFromStart: Bool) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT { return ([], false) }
            throw FileError.last(.read, path)
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileError.last(.read, path) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw FileError(.read, path, .irregular) }
        let isFromStart = inode != status.st_ino || Int(status.st_size) < place
        if isFromStart { (place, inode) = (0, status.st_ino) }
        var bytes = [UInt8](repeating: 0, count: min(Self.mostBytes, max(0, Int(status.st_size) - place)))
        let count = pread(descriptor, &bytes, bytes.count, off_t(place))
        guard count >= 0 else { throw FileError.last(.read, path) }
        bytes.removeLast(bytes.count - count)
        guard let end = bytes.lastIndex(of: UInt8(ascii: "\n")) else {
            // A line without an end that fills all that is read at once is none.
            if count == Self.mostBytes { place += count }
            return ([], isFromStart)
        }
        place += end + 1
        let decoder = JSONDecoder()
        let lines = bytes[..<end].split(separator: UInt8(ascii: "\n")).compactMap { line in
            try? decoder.decode(MetricsLine.self, from: Data(line))
        }
        return (lines, isFromStart)
    }
}
