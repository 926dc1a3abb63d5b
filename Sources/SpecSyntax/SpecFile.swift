package import Diagnostics
import Glibc

extension SourceFile {
    /// Specs beyond this size are refused unread; so are libraries, and bases, if they are larger together.
    package static let largestSize = 4 << 20

    /// Reads a file as UTF-8 text, without the byte order mark that some editors put before it.
    ///
    /// - Parameter limit: how long it may be, in bytes; less than `largestSize` where others were read before it.
    /// - Throws: `FileError` when it cannot be read; `DiagnosticsError` when what it holds is not text.
    package static func read(_ path: String, limit: Int = largestSize) throws -> SourceFile {
        let bytes = try readBytes(path, limit: limit)
        guard bytes.count <= limit else {
            let file = SourceFile(path: path, text: "")
            let whose = limit < largestSize ? "this file and those named before it" : "a spec"
            throw DiagnosticsError(
                Diagnostic(
                    "too-large", "\(whose) must be at most \(largestSize >> 20) MiB long", at: .beginning(of: file),
                    help: "use modules and `repeat` for what stands many times"))
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw DiagnosticsError(invalidUTF8(bytes, path: path))
        }
        return SourceFile(path: path, text: String(text.unicodeScalars.trimmingPrefix("\u{FEFF}".unicodeScalars)))
    }

    private static func invalidUTF8(_ bytes: [UInt8], path: String) -> Diagnostic {
        let file = SourceFile(path: path, text: String(decoding: bytes, as: UTF8.self))
        let validLength = lengthOfValidPrefix(bytes)
        let start = file.position(ofByte: validLength)
        let span = SourceSpan(
            file: file, start: start, end: SourcePosition(line: start.line, column: start.column + 1))
        return Diagnostic(
            "invalid-utf8", "a spec must be UTF-8 text, and byte \(validLength + 1) of this file is not", at: span,
            help: "save the file as UTF-8")
    }

    private static func lengthOfValidPrefix(_ bytes: [UInt8]) -> Int {
        var parser = Unicode.UTF8.ForwardParser()
        var rest = bytes.makeIterator()
        var length = 0
        while case .valid(let scalar) = parser.parseScalar(from: &rest) { length += scalar.count }
        return length
    }
}

/// A file that the machine would not give.
package struct FileError: Error, CustomStringConvertible {
    package let path: String
    package let reason: String

    package var description: String { "cannot read `\(path)`: \(reason)" }
}

/// The bytes of a file, at most `limit + 1` of them.
private func readBytes(_ path: String, limit: Int) throws -> [UInt8] {
    // Not to wait for someone who opens the other end of a pipe.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw FileError(path: path, reason: String(cString: strerror(errno))) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count <= limit {
        let count = read(descriptor, &chunk, chunk.count)
        if count < 0 {
            if errno == EINTR { continue }
            if errno == EAGAIN {
                var event = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                _ = poll(&event, 1, -1)
                continue
            }
            throw FileError(path: path, reason: String(cString: strerror(errno)))
        }
        if count == 0 { break }
        bytes += chunk[..<count]
    }
    if bytes.isEmpty, isPipe(descriptor) { throw FileError(path: path, reason: "nothing came through this pipe") }
    return bytes
}

private func isPipe(_ descriptor: Int32) -> Bool {
    var status = stat()
    return fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO
}
