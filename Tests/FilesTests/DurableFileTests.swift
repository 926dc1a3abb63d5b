import Files
import Glibc
import TestSupport
import Testing

@Suite(.serialized) struct DurableFileTests {
    private struct Interruption: Error {}

    @Test func replacesAFileWhole() throws {
        let folder = try TemporaryFolder()
        try DurableFile.write([1, 2, 3], to: folder["a"])
        try DurableFile.write([4], to: folder["a"])
        #expect(try folder.bytes("a") == [4])
        #expect(folder.names() == ["a"])
    }

    /// Relative links, one behind the other, the last to a file that is not there yet.
    @Test func aLinkStaysAndLeadsToTheFile() throws {
        let folder = try TemporaryFolder()
        for name in ["links", "files"] { try folder.makeFolder(name) }
        try folder.link("links/first", to: "second")
        try folder.link("links/second", to: "../files/a")
        for bytes: [UInt8] in [[1, 2, 3], [4]] {
            try DurableFile.write(bytes, to: folder["links/first"])
            #expect(try folder.bytes("files/a") == bytes)
            #expect(folder.names("links") == ["first", "second"] && folder.names("files") == ["a"])
        }
        #expect(throws: Interruption.self) {
            try DurableFile.write(to: folder["links/first"]) { _ in throw Interruption() }
        }
        #expect(try folder.bytes("files/a") == [4] && folder.names("files") == ["a"])
        var status = stat()
        #expect(lstat(folder["links/first"], &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
    }

    @Test func aLinkToItselfIsRefused() throws {
        let folder = try TemporaryFolder()
        try folder.link("a", to: "a")
        let error = #expect(throws: FileError.self) { try DurableFile.write([1], to: folder["a"]) }
        #expect(error?.reason == "Too many levels of symbolic links")
        #expect(folder.names() == ["a"])
    }

    @Test func leavesWhatStoodWhenInterrupted() throws {
        let folder = try TemporaryFolder()
        try DurableFile.write([1, 2, 3], to: folder["a"])
        #expect(throws: Interruption.self) {
            try DurableFile.write(to: folder["a"]) { file in
                try [UInt8](repeating: 9, count: 100).withUnsafeBytes { try file.append($0) }
                throw Interruption()
            }
        }
        #expect(try folder.bytes("a") == [1, 2, 3])
        #expect(folder.names() == ["a"])
    }

    @Test func saysThatTheFolderIsMissing() throws {
        let folder = try TemporaryFolder()
        let error = #expect(throws: FileError.self) { try DurableFile.write([1], to: folder["no/a"]) }
        #expect(error?.description == "cannot write `\(folder["no/a"])`: No such file or directory")
    }

    @Test func doesNotReplaceAFolder() throws {
        let folder = try TemporaryFolder()
        mkdir(folder["a"], 0o777)
        let error = #expect(throws: FileError.self) { try DurableFile.write([1], to: folder["a"]) }
        #expect(error?.reason == "Is a directory")
        #expect(folder.names() == ["a"])
    }

    /// A file size limit stands in for a full disk: both fail in the middle of a write. It holds for the whole process,
    /// so it is above what other tests write.
    /// A device or a pipe would be gone for all others.
    @Test func doesNotReplaceAPipe() throws {
        let folder = try TemporaryFolder()
        let path = folder["pipe"]
        #expect(mkfifo(path, 0o600) == 0)
        #expect(throws: FileError.self) { try DurableFile.write([1], to: path) }
        var status = stat()
        #expect(stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO)
    }

    @Test func leavesWhatStoodWhenTheDiskIsFull() throws {
        let folder = try TemporaryFolder()
        try DurableFile.write([1, 2, 3], to: folder["a"])
        signal(SIGXFSZ, SIG_IGN)
        var before = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &before)
        var limit = rlimit(rlim_cur: 40 << 20, rlim_max: before.rlim_max)
        setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
        let error = #expect(throws: FileError.self) {
            try DurableFile.write([UInt8](repeating: 1, count: 41 << 20), to: folder["a"])
        }
        setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &before)
        signal(SIGXFSZ, SIG_DFL)
        #expect(error?.description == "cannot write `\(folder["a"])`: File too large")
        #expect(try folder.bytes("a") == [1, 2, 3])
        #expect(folder.names() == ["a"])
    }
}
