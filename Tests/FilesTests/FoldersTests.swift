import Files
import Glibc
import TestSupport
import Testing

struct FoldersTests {
    @Test(arguments: ["new", "new/deep/er", "new//deep/", "./new/../new"]) func makesWhatIsMissing(path: String) throws
    {
        let folder = try TemporaryFolder()
        try makeFolders(folder[path])
        #expect(isFolder(folder[path]))
        try makeFolders(folder[path])
    }

    /// Another process may make it first, and the folder above may not be writable.
    @Test func takesWhatIsThere() throws {
        try makeFolders("/proc/self")
        try makeFolders("/")
        try makeFolders(".")
    }

    @Test func saysWhichFolderIsRefused() throws {
        let folder = try TemporaryFolder()
        try folder.write("", to: "file")
        let error = #expect(throws: FileError.self) { try makeFolders(folder["file/a/b"]) }
        #expect(error?.description == "cannot make the folder `\(folder["file/a"])`: Not a directory")
        #expect(error?.action == .makeFolder)
    }

    @Test(arguments: [
        ("a", "."), ("a/b", "a"), ("/a", "/"), ("/a/b", "/a"), ("./a", "."),
    ]) func folderOfAPath(path: String, expected: String) {
        #expect(folder(of: path) == expected)
    }

    @Test func tellsFoldersFromFiles() throws {
        let folder = try TemporaryFolder()
        try folder.write("", to: "file")
        #expect(isFolder(folder.path))
        #expect(!isFolder(folder["file"]))
        #expect(!isFolder(folder["none"]))
        #expect(exists(folder["file"]))
        #expect(!exists(folder["none"]))
    }

    @Test func namesAreSorted() throws {
        let folder = try TemporaryFolder()
        for name in ["c", "a", "b"] { try folder.write("", to: name) }
        #expect(try names(inFolder: folder.path) == [".", "..", "a", "b", "c"])
        let error = #expect(throws: FileError.self) { try names(inFolder: folder["none"]) }
        #expect(error?.description == "cannot read the folder `\(folder["none"])`: No such file or directory")
    }

    /// What `readdir` gives ends with its name, and may end where memory does.
    @Test func namesOfEveryLength() throws {
        let folder = try TemporaryFolder()
        let names = (1...255).map { String(repeating: "n", count: $0) } + (0..<2000).map { "file-\($0)" }
        for name in names { try folder.write("", to: name) }
        #expect(try Set(Files.names(inFolder: folder.path)) == Set(names + [".", ".."]))
    }
}
