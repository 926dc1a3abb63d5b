import Files
import Foundation
import TestSupport
import Testing

struct WholeFileTests {
    @Test(arguments: [0, 1, 65_535, 65_536, 65_537, 3_000_000]) func readsEveryByte(count: Int) throws {
        let folder = try TemporaryFolder()
        let written = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let path = try folder.write(written, to: "a")
        #expect(try bytes(ofFile: path) == written)
        #expect(try bytes(ofFile: path, limit: count) == written)
    }

    /// Files of the kernel's say that they are empty.
    @Test func readsWhatHasNoLength() throws {
        #expect(try !bytes(ofFile: "/proc/self/status").isEmpty)
    }

    @Test func refusesWhatIsTooLong() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write([1, 2, 3], to: "a")
        #expect(refusal(path, limit: 2) == "too long: 3")
        #expect(refusal("/dev/zero", limit: 10, takesStreams: true)?.hasPrefix("too long: ") == true)
        #expect(refusal("/proc/self/status", limit: 1)?.hasPrefix("too long: ") == true)
    }

    @Test func refusesWhatIsNoFile() throws {
        let folder = try TemporaryFolder()
        #expect(refusal(folder.path, limit: 10) == "irregular")
        #expect(refusal("/dev/zero", limit: 10) == "irregular")
        #expect(mkfifo(folder["pipe"], 0o600) == 0)
        #expect(refusal(folder["pipe"], limit: 10) == "irregular")
    }

    @Test func saysWhyTheMachineWouldNotGiveIt() throws {
        let folder = try TemporaryFolder()
        #expect(refusal(folder["no"], limit: 1) == "cannot read `\(folder["no"])`: No such file or directory")
        #expect(
            refusal(folder.path, limit: 1, takesStreams: true) == "cannot read `\(folder.path)`: Is a directory")
        #expect(mkfifo(folder["pipe"], 0o600) == 0)
        #expect(
            refusal(folder["pipe"], limit: 1, takesStreams: true)
                == "cannot read `\(folder["pipe"])`: nothing came through this pipe")
    }

    private func refusal(_ path: String, limit: Int, takesStreams: Bool = false) -> String? {
        do throws(FileRefusal) {
            _ = try bytes(ofFile: path, limit: limit, takesStreams: takesStreams)
            return nil
        } catch {
            return switch error {
            case .unreadable(let error): error.description
            case .irregular: "irregular"
            case .tooLong(let count): "too long: \(count)"
            }
        }
    }
}
