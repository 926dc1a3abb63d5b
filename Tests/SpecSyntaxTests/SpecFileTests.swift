import Diagnostics
import Files
import Foundation
import Glibc
import SpecSyntax
import TestSupport
import Testing

@Suite("spec files")
struct SpecFileTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("netspec-\(UUID())")

    /// The file with these bytes, read.
    private func read(_ bytes: [UInt8]) throws -> SourceFile {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("spec.yaml")
        try Data(bytes).write(to: file)
        return try SourceFile.read(file.path)
    }

    @Test("a byte order mark is not part of the text, so that columns count from the first letter")
    func byteOrderMark() throws {
        let file = try read([0xEF, 0xBB, 0xBF] + Array("a: 1\nb: 2\n".utf8))
        #expect(file.text == "a: 1\nb: 2\n")
        let collector = DiagnosticCollector()
        let tree = try #require(YAMLReader.read(file, into: collector))
        #expect(tree["b"]?.scalar?.text == "2")
        #expect(tree["a"]?.span.start == SourcePosition(line: 1, column: 4))
    }

    @Test(
        "bytes that are not UTF-8",
        arguments: [
            ([0xFF], 1, 1, 1), (Array("a: é\nb: ".utf8) + [0xC3, 0x28], 10, 2, 4),
            (Array("a\r".utf8) + [0x80], 3, 2, 1),
            ([0x61, 0xED, 0xA0, 0x80], 2, 1, 2), ([0xC0, 0x80], 1, 1, 1), ([0xF5, 0x80, 0x80, 0x80], 1, 1, 1),
        ])
    func notUTF8(_ bytes: [UInt8], _ byte: Int, _ line: Int, _ column: Int) throws {
        let error = #expect(throws: DiagnosticsError.self) { try read(bytes) }
        let diagnostic = try #require(error?.diagnostics.first)
        #expect(
            described(diagnostic)
                == "\(line):\(column) invalid-utf8 a spec must be UTF-8 text, and byte \(byte) of this file is not"
                + " | save the file as UTF-8")
        #expect(DiagnosticText(colour: false).render(diagnostic).contains("^"))
    }

    @Test("at most 4 MiB")
    func size() throws {
        #expect(try read([UInt8](repeating: 0x20, count: 4 << 20)).text.utf8.count == 4 << 20)
        let error = #expect(throws: DiagnosticsError.self) { try read([UInt8](repeating: 0x20, count: 4 << 20 | 1)) }
        #expect(error?.diagnostics.map(\.message) == ["a spec must be at most 4 MiB long"])
    }

    @Test("what never ends is read no further than that")
    func endless() throws {
        let error = #expect(throws: DiagnosticsError.self) { try SourceFile.read("/dev/zero") }
        #expect(error?.diagnostics.map(\.code.rawValue) == ["too-large"])
    }

    @Test("a pipe that nobody writes to is not waited for")
    func pipeWithoutWriter() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("pipe").path
        #expect(mkfifo(path, 0o600) == 0)
        let error = #expect(throws: FileError.self) { try SourceFile.read(path) }
        #expect(error?.reason == "nothing came through this pipe")
    }

    @Test("what comes through a pipe is waited for")
    func pipe() throws {
        let pipe = Pipe()
        let writer = Thread {
            usleep(20_000)
            pipe.fileHandleForWriting.write(Data("a: 1\n".utf8))
            usleep(20_000)
            pipe.fileHandleForWriting.write(Data("b: 2\n".utf8))
            try? pipe.fileHandleForWriting.close()
        }
        writer.start()
        let file = try SourceFile.read("/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)")
        #expect(file.text == "a: 1\nb: 2\n")
    }

    @Test(
        "what cannot be read is the machine's matter",
        arguments: [
            ("/nonexistent/spec.yaml", "No such file or directory"), ("/", "Is a directory"),
            ("", "No such file or directory"),
        ])
    func unreadable(_ path: String, _ reason: String) {
        let error = #expect(throws: FileError.self) { try SourceFile.read(path) }
        #expect(error?.description == "cannot read `\(path)`: \(reason)")
    }
}
