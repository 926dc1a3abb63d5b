import Diagnostics
import Files
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

    @Test func whoKnowsTheFileKnowsTheRemedyBetter() {
        let error = FileError(.read, "a", .irregular).advising("write `b`")
        #expect(error.description == "cannot read `a`: it is not a regular file")
        #expect(error.help == "write `b`")
    }
}
