package import Diagnostics
import Files

extension SourceFile {
    /// Specs beyond this size are refused unread; so are libraries, and bases, if they are larger together.
    package static let largestSize = 4 << 20

    /// Reads a file on the disk as UTF-8 text, without the byte order mark that some editors put before it.
    ///
    /// - Parameters:
    ///   - limit: how long it may be, in bytes; less than `largestSize` where others were read before it.
    ///   - isForeign: whether it is in another notation than the spec language's own.
    /// - Throws: `FileError` when it cannot be read; `DiagnosticsError` when what it holds is not text.
    package static func read(_ path: String, limit: Int = largestSize, isForeign: Bool = false) throws -> SourceFile {
        let bytes = try read(path, atMost: limit)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw DiagnosticsError(invalidUTF8(bytes, path: path))
        }
        return SourceFile(
            path: path, text: String(text.unicodeScalars.trimmingPrefix("\u{FEFF}".unicodeScalars)),
            isForeign: isForeign)
    }

    /// The bytes of a file, or of what comes through a pipe.
    private static func read(_ path: String, atMost limit: Int) throws -> [UInt8] {
        do throws(FileError) {
            return try bytes(ofFile: path, limit: limit, takesStreams: true)
        } catch {
            guard case .tooLong = error.cause else { throw error }
            throw tooLarge(path, limit: limit)
        }
    }

    /// What to say of a file that has more than `limit` bytes.
    static func tooLarge(_ path: String, limit: Int) -> DiagnosticsError {
        let whose = limit < largestSize ? "this file and those named before it" : "a spec"
        return DiagnosticsError(
            Diagnostic(
                .tooLarge, "\(whose) must be at most \(largestSize >> 20) MiB long",
                at: .beginning(of: SourceFile(path: path, text: "")),
                help: "use modules and `repeat` for what stands many times"))
    }

    private static func invalidUTF8(_ bytes: [UInt8], path: String) -> Diagnostic {
        let file = SourceFile(path: path, text: String(decoding: bytes, as: UTF8.self))
        let validLength = lengthOfValidPrefix(bytes)
        let start = file.position(ofByte: validLength)
        let span = SourceSpan(
            file: file, start: start, end: SourcePosition(line: start.line, column: start.column + 1))
        return Diagnostic(
            .invalidUTF8, "a spec must be UTF-8 text, and byte \(validLength + 1) of this file is not", at: span,
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
