import Diagnostics
import Files
import TestSupport
import Testing

/// What could not be done, why, and what to do, each readable on its own.
struct FileErrorTests {
    @Test(arguments: [
        (FileError.Action.read, "cannot read `a`: why", "give the path of a file that can be read"),
        (
            .write, "cannot write `a`: why",
            "make sure that there is room, and that the folder is there and can be written to"
        ),
        (
            .makeFolder, "cannot make the folder `a`: why",
            "make sure that there is room, and that the folder above it can be written to"
        ),
        (.listFolder, "cannot read the folder `a`: why", "make sure that the folder is there and can be read"),
        (.openFolder, "cannot open the folder `a`: why", "make sure that the folder is there and can be read"),
    ]) func bringsItsRemedy(action: FileError.Action, description: String, help: String) {
        let error: any MachineFailure = FileError(action, "a", .refused("why"))
        #expect(error.description == description)
        #expect(error.help == help)
        #expect(!(error is any UserMistake))
    }

    /// Room is no remedy where the system says that something else is in the way.
    @Test func theRemedyIsOfTheCause() throws {
        let folder = try TemporaryFolder()
        try folder.write("a file", to: "file")
        func help(_ name: String) -> String? {
            let error = #expect(throws: FileError.self) { try DurableFile.write([1], to: folder[name]) }
            #expect(error?.hasUsualHelp == true)
            return error?.help
        }
        try folder.makeFolder("folder")
        #expect(help("folder") == "name a file, and no folder")
        #expect(help("file/a") == "`\(folder["file"])` is no folder; name another")
        #expect(help("none/a") == "make the folder `\(folder["none"])` first, or name another")
        let pipe = FileError(.write, "/dev/null", .irregular)
        #expect(pipe.help == "name a file that is no folder, device or pipe")
        let nested = #expect(throws: FileError.self) { try makeFolders(folder["file/a/b"]) }
        #expect(nested?.help == "`\(folder["file"])` is no folder; name another")
    }

    @Test func whoKnowsTheFileKnowsTheRemedyBetter() {
        let error = FileError(.read, "a", .irregular).advising("write `b`")
        #expect(error.description == "cannot read `a`: it is not a regular file")
        #expect(error.help == "write `b`")
    }
}
