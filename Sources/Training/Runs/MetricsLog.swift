package import Files
import FoundationEssentials
import Glibc

/// The file `metrics.jsonl` of a run: one JSON object a line, handed to the system line by line.
package final class MetricsLog {
    package let path: String
    private let descriptor: Int32

    /// Opens a file to append to; makes it if it is not there.
    package init(_ path: String) throws(FileError) {
        self.path = path
        descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw .last(.write, path) }
    }

    deinit {
        close(descriptor)
    }

    /// Appends a line whole, or throws and leaves the file as it was.
    package func append(_ line: MetricsLine) throws(FileError) {
        let bytes = Array("\(line.json)\n".utf8)
        let end = lseek(descriptor, 0, SEEK_END)
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                let error = FileError.last(.write, path)
                ftruncate(descriptor, end)
                throw error
            }
            written += count
        }
    }

    /// Makes what was appended outlast a power cut.
    package func flush() throws(FileError) {
        guard fsync(descriptor) == 0 else { throw .last(.write, path) }
    }

    /// The lines of a file, none if it is not there; what is no whole line of metrics is passed over.
    package static func lines(of path: String) throws -> [MetricsLine] {
        try sound(path).map(\.line)
    }

    /// Drops the lines of later steps, and a last line that was cut short.
    static func cut(_ path: String, after step: Int) throws {
        guard exists(path) else { return }
        let kept = try sound(path).filter { $0.line.step <= step }.map { "\($0.text)\n" }.joined()
        guard try text(path) != kept else { return }
        try DurableFile.write(Array(kept.utf8), to: path)
    }

    /// Room for the lines of five million steps; a longer file is refused unread.
    private static let largestFile = 1 << 30

    private static func text(_ path: String) throws(FileError) -> String {
        do {
            return try Files.text(ofFile: path, limit: largestFile)
        } catch {
            guard case .tooLong = error.cause else { throw error }
            throw error.advising("move it elsewhere; the run goes on with a new one")
        }
    }

    private static func sound(_ path: String) throws -> [(text: Substring, line: MetricsLine)] {
        guard exists(path) else { return [] }
        let decoder = JSONDecoder()
        return try text(path).split(separator: "\n").compactMap { text in
            (try? decoder.decode(MetricsLine.self, from: Data(text.utf8))).map { (text, $0) }
        }
    }
}
