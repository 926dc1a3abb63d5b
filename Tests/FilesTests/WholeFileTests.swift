import Files
import Foundation
import TestSupport
import Testing

struct WholeFileTests {
    @Test(arguments: [0, 1, 65_535, 65_536, 65_537, 3_000_000]) func readsEveryByte(count: Int) throws {
        let folder = try TemporaryFolder()
        let written = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let path = try folder.write(written, to: "a")
        #expect(try bytes(ofFile: path, limit: .max) == written)
        #expect(try bytes(ofFile: path, limit: count) == written)
    }

    /// Files of the kernel's say that they are empty.
    @Test func readsWhatHasNoLength() throws {
        #expect(try !bytes(ofFile: "/proc/self/status", limit: 1 << 20).isEmpty)
    }

    @Test func refusesWhatIsTooLong() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write([1, 2, 3], to: "a")
        let tooLong = try #require(refusal(path, limit: 2))
        #expect(tooLong.cause == .tooLong(byteCount: 3, limit: 2))
        #expect(tooLong.description == "cannot read `\(path)`: it must have at most 2 bytes, found 3")
        #expect(isTooLong("/dev/zero", limit: 10, takesStreams: true))
        #expect(isTooLong("/proc/self/status", limit: 1))
    }

    @Test func textIsReadToItsEnd() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(Array("é\n".utf8) + [0xFF, 0x61], to: "a")
        #expect(try text(ofFile: path) == "é\n\u{FFFD}a")
        #expect(try text(ofFile: "/proc/self/status").contains("\nVmRSS:"))
        #expect(throws: FileError.self) { try text(ofFile: path, limit: 4) }
    }

    /// Whoever names no limit has one.
    @Test func textThatNeverEndsIsLeft() throws {
        let error = #expect(throws: FileError.self) { try text(ofFile: "/dev/full") }
        guard case .tooLong(let byteCount, let limit) = try #require(error).cause else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(limit < byteCount && byteCount <= limit + 1 << 20)
    }

    @Test func refusesWhatIsNoFile() throws {
        let folder = try TemporaryFolder()
        #expect(mkfifo(folder["pipe"], 0o600) == 0)
        for path in [folder.path, "/dev/zero", folder["pipe"]] {
            #expect(refusal(path, limit: 10)?.cause == .irregular)
            #expect(refusal(path, limit: 10)?.description == "cannot read `\(path)`: it is not a regular file")
        }
    }

    @Test func saysWhyTheMachineWouldNotGiveIt() throws {
        let folder = try TemporaryFolder()
        let missing = refusal(folder["no"], limit: 1)
        #expect(missing?.description == "cannot read `\(folder["no"])`: No such file or directory")
        #expect(
            refusal(folder.path, limit: 1, takesStreams: true)?.description
                == "cannot read `\(folder.path)`: Is a directory")
        #expect(mkfifo(folder["pipe"], 0o600) == 0)
        #expect(
            refusal(folder["pipe"], limit: 1, takesStreams: true)?.description
                == "cannot read `\(folder["pipe"])`: nothing came through this pipe")
    }

    private func isTooLong(_ path: String, limit: Int, takesStreams: Bool = false) -> Bool {
        guard case .tooLong(let byteCount, limit) = refusal(path, limit: limit, takesStreams: takesStreams)?.cause
        else { return false }
        return byteCount > limit
    }

    private func refusal(_ path: String, limit: Int, takesStreams: Bool = false) -> FileError? {
        do throws(FileError) {
            _ = try bytes(ofFile: path, limit: limit, takesStreams: takesStreams)
            return nil
        } catch {
            return error
        }
    }
}
