import Foundation
import TestSupport
import Testing

/// `validate --watch`, which checks again when a file is saved.
struct WatchTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TinySpec.folder()
    }

    private static let typo = TinySpec.text.replacing("kernel:", with: "kernal:")

    private func watch(_ more: String...) throws -> StartedProgram {
        try Program.netspec.start(["validate", "tiny.yaml", "--watch"] + more, in: folder)
    }

    /// Ends it as Ctrl-C does: as a program that has done its work.
    private func interrupt(_ program: StartedProgram) throws -> Outcome {
        kill(program.process.processIdentifier, SIGINT)
        let outcome = try program.outcome()
        outcome.expectSuccess()
        return outcome
    }

    @Test func savedSpecIsCheckedAgain() throws {
        let program = try watch()
        try program.wait(for: "the first check") { try program.output().hasSuffix("tiny.yaml: valid\n") }
        try folder.write(Self.typo, to: "tiny.yaml")
        try program.wait(for: "the mistake") { try program.messages().contains("write `kernel`") }
        try folder.write(TinySpec.text, to: "tiny.yaml")
        try program.wait(for: "the last check") { try program.output().count(of: "valid") == 2 }
        let outcome = try interrupt(program)
        #expect(outcome.messages.count(of: "error[unknown-key]") == 1)
        #expect(outcome.output.matches(of: /checked at \d\d:\d\d:\d\d\n/).count == 3)
        #expect(!outcome.output.contains("\u{1B}"))
    }

    @Test func fileInThePlaceOfAnotherIsSeen() throws {
        let program = try watch()
        try program.wait(for: "the first check") { try program.output().contains("valid") }
        try folder.write(Self.typo, to: "tiny.yaml~")
        #expect(rename("\(folder.path)/tiny.yaml~", "\(folder.path)/tiny.yaml") == 0)
        try program.wait(for: "the mistake") { try program.messages().contains("write `kernel`") }
        _ = try interrupt(program)
    }

    @Test func includedFileThatVanishesAndComesBackIsSeen() throws {
        let library = "netspec: 1\nmodules: {twice: {network: [relu, relu]}}\n"
        try folder.write(library, to: "library.yaml")
        try folder.write(TinySpec.text + "include: [library.yaml]\n", to: "tiny.yaml")
        let program = try watch()
        try program.wait(for: "the first check") { try program.output().contains("valid") }
        try folder.write(library.replacing("network", with: "netwrok"), to: "library.yaml")
        try program.wait(for: "the mistake") { try program.messages().contains("`twice` has no field `netwrok`") }
        try folder.remove("library.yaml")
        try program.wait(for: "the loss") { try program.messages().contains("include-missing") }
        try folder.write(library, to: "library.yaml")
        try program.wait(for: "the last check") { try program.output().count(of: "valid") == 2 }
        _ = try interrupt(program)
    }

    @Test func specThatVanishesAndComesBackIsSeen() throws {
        let program = try watch()
        try program.wait(for: "the first check") { try program.output().contains("valid") }
        try folder.remove("tiny.yaml")
        try program.wait(for: "the loss") { try program.messages().contains("cannot read `tiny.yaml`") }
        try folder.write(TinySpec.text, to: "tiny.yaml")
        try program.wait(for: "the last check") { try program.output().count(of: "valid") == 2 }
        _ = try interrupt(program)
    }

    @Test func eachCheckIsAnObject() throws {
        let program = try watch("--format", "json")
        try program.wait(for: "the first check") { try program.output().contains("\"valid\" : true") }
        try folder.write(Self.typo, to: "tiny.yaml")
        try program.wait(for: "the mistake") { try program.output().contains("\"valid\" : false") }
        #expect(try interrupt(program).messages == "")
    }

    @Test func screenIsCleared() throws {
        let screen = try #require(Screen())
        let program = try Program.netspec.start(["validate", "tiny.yaml", "--watch"], in: folder, on: screen)
        try program.wait(for: "the first check") { screen.text().contains("valid") }
        try folder.write(TinySpec.text + "# saved\n", to: "tiny.yaml")
        try program.wait(for: "the second check") { screen.text().count(of: "valid") == 2 }
        #expect(screen.text().count(of: "\u{1B}[2J") == 2)
        _ = try interrupt(program)
    }
}

extension String {
    fileprivate func count(of part: String) -> Int { ranges(of: part).count }
}
