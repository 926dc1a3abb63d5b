package import Files
import Glibc

/// The file `metrics.jsonl` of a run: one JSON object a line, handed to the system line by line.
package final class MetricsLog {
    package let path: String
    private let descriptor: Int32

    /// Opens a file to append to; makes it if it is not there.
    package init(_ path: String) throws(FileError) {
        self.path = path
        // Not to wait for someone who reads a pipe.
        descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o666)
        guard descriptor >= 0 else { throw .last(.write, path) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw FileError(.write, path, .irregular, help: "move it elsewhere; the run goes on with a new one")
        }
    }

    deinit {
        close(descriptor)
    }

    /// Appends a line whole, or throws and leaves the file as it was.
    package func append(_ line: MetricsLine) throws(FileError) {
        try requirePlace()
        let bytes = Array("\(line.json)\n".utf8)
        try appendWhole(bytes, to: descriptor, of: path)
    }

    /// Makes what was appended outlast a power cut.
    package func flush() throws(FileError) {
        guard fsync(descriptor) == 0 else { throw .last(.write, path) }
    }

    /// Whether the file is still the one at its path: it may have been removed or replaced.
    private func requirePlace() throws(FileError) {
        var (held, found) = (stat(), stat())
        guard fstat(descriptor, &held) == 0, stat(path, &found) == 0, held.st_dev == found.st_dev,
            held.st_ino == found.st_ino
        else {
            throw FileError(
                .write, path, .refused("it was removed or replaced while the run went on"),
                help: "put it back, or go on without what it held, from the last checkpoint with `--resume`")
        }
    }

    /// The lines of a file, none if it is not there; what is no whole line of metrics is passed over.
    package static func lines(of path: String) throws -> [MetricsLine] {
        try reading(of: path).lines
    }

    /// The lines of a file, and which of them are no metrics, in a sentence; nil where all are.
    package static func reading(of path: String) throws -> (lines: [MetricsLine], doubt: String?) {
        let file = try MetricsFile(path)
        return (file.lines.map(\.metrics), file.doubt)
    }
}
