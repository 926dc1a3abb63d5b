import Foundation
import TestSupport
import Testing

struct ValidateTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TinySpec.folder()
        try folder.write(TinySpec.text.replacing("kernel:", with: "kernal:"), to: "typo.yaml")
    }

    @Test func validSpec() throws {
        let outcome = try Program.netspec.run(["validate", "tiny.yaml"], in: folder)
        outcome.expectSuccess()
        #expect(outcome.output == "tiny.yaml: valid\n")
        #expect(outcome.messages == "")
    }

    @Test func typoIsShownWithPlaceCaretAndRemedy() throws {
        try Program.netspec.run(["validate", "typo.yaml"], in: folder).expectRefusal(
            1, "error[unknown-key]: `convolution` has no field `kernal`", "typo.yaml:6:43",
            """
                6 |   - convolution: {name: conv, filters: 4, kernal: 3, stride: 4}
                  |                                           ^^^^^^
            """, "help: write `kernel`")
    }

    @Test func everyCommandRefusesTheTypo() throws {
        for arguments in [
            ["summary", "typo.yaml"], ["train", "typo.yaml"], ["eval", "typo.yaml", "--weights", "none"],
        ] {
            try Program.netspec.run(arguments, in: folder).expectRefusal(1, "typo.yaml:6:43", "write `kernel`")
        }
        #expect(folder.names() == ["tiny.yaml", "typo.yaml"])
    }

    @Test func mistakesAsJSON() throws {
        let outcome = try Program.netspec.run(["validate", "typo.yaml", "--format", "json"], in: folder)
        #expect(outcome.status == 1)
        #expect(outcome.messages == "")
        let report = try outcome.object()
        #expect(report.keys.sorted() == ["diagnostics", "valid"])
        #expect(report["valid"] as? Bool == false)
        let diagnostics = try #require(report["diagnostics"] as? [[String: Any]])
        let diagnostic = try #require(diagnostics.first)
        #expect(diagnostics.count == 1)
        #expect(
            diagnostic.keys.sorted() == [
                "code", "column", "edits", "endColumn", "endLine", "file", "help", "line", "message", "notes",
                "severity",
            ])
        #expect(diagnostic["code"] as? String == "unknown-key")
        #expect(diagnostic["severity"] as? String == "error")
        #expect(diagnostic["message"] as? String == "`convolution` has no field `kernal`")
        #expect(diagnostic["help"] as? String == "write `kernel`")
        #expect(diagnostic["file"] as? String == "typo.yaml")
        #expect(["line", "column", "endLine", "endColumn"].map { diagnostic[$0] as? Int } == [6, 43, 6, 49])
    }

    @Test func editsAsJSON() throws {
        let report = try Program.netspec.run(["validate", "typo.yaml", "--format", "json"], in: folder).object()
        let diagnostics = try #require(report["diagnostics"] as? [[String: Any]])
        let edits = try #require(diagnostics.first?["edits"] as? [[String: Any]])
        #expect(edits.count == 1)
        #expect(edits[0].keys.sorted() == ["column", "endColumn", "endLine", "file", "line", "text"])
        #expect(edits[0]["file"] as? String == "typo.yaml")
        #expect(edits[0]["text"] as? String == "kernel")
        #expect(["line", "column", "endLine", "endColumn"].map { edits[0][$0] as? Int } == [6, 43, 6, 49])
    }

    @Test func fixMakesTheChangesAndSaysWhich() throws {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let wrong = TinySpec.text.replacing("kernel:", with: "kernal:").replacing("\n", with: "\r\n")
        try folder.write(mark + Array(wrong.utf8), to: "typo.yaml")
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: folder["typo.yaml"])
        let outcome = try Program.netspec.run(["validate", "--fix", "typo.yaml", "tiny.yaml"], in: folder)
        outcome.expectSuccess()
        #expect(outcome.output == "typo.yaml: valid\ntiny.yaml: valid\n")
        #expect(outcome.messages == "`typo.yaml`: 1 change\n  6:43: `kernal` is now `kernel`\n")
        #expect(
            try folder.bytes("typo.yaml") == mark + Array(TinySpec.text.replacing("\n", with: "\r\n").utf8))
        let mode = try FileManager.default.attributesOfItem(atPath: folder["typo.yaml"])[.posixPermissions] as? Int
        #expect(mode == 0o640)
        #expect(folder.names() == ["tiny.yaml", "typo.yaml"])
    }

    @Test func fixShowsALineThatItPutsIn() throws {
        try folder.write(TinySpec.text.replacing("netspec: 1\n", with: ""), to: "bare.yaml")
        let outcome = try Program.netspec.run(["validate", "--fix", "bare.yaml"], in: folder)
        outcome.expectSuccess()
        #expect(outcome.messages == "`bare.yaml`: 1 change\n  1:1: the line `netspec: 1` is put in\n")
        #expect(try folder.text("bare.yaml") == TinySpec.text)
        try folder.write("{input: {channels: 3, height: 8, width: 8}, network: [relu]}\n", to: "braces.yaml")
        let braces = try Program.netspec.run(["validate", "--fix", "braces.yaml"], in: folder)
        #expect(braces.messages.contains("  1:2: `netspec: 1, ` is put in\n"), "\(braces.messages)")
    }

    @Test func fixLeavesTheRestToBeTold() throws {
        let wrong = TinySpec.text.replacing("kernel:", with: "kernal:").replacing("filters: 4", with: "filters: 0")
        try folder.write(wrong, to: "typo.yaml")
        let outcome = try Program.netspec.run(["validate", "--fix", "typo.yaml"], in: folder)
        #expect(outcome.status == 1)
        #expect(outcome.messages.contains("`kernal` is now `kernel`"))
        #expect(outcome.messages.contains("write `1` or more"))
        #expect(!outcome.messages.contains("unknown-key"))
        #expect(try folder.text("typo.yaml") == wrong.replacing("kernal:", with: "kernel:"))
    }

    @Test func fixWritesThroughALink() throws {
        try FileManager.default.createSymbolicLink(atPath: folder["link.yaml"], withDestinationPath: "typo.yaml")
        try Program.netspec.run(["validate", "--fix", "link.yaml"], in: folder).expectSuccess()
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder["link.yaml"]) == "typo.yaml")
        #expect(try folder.text("typo.yaml") == TinySpec.text)
    }

    @Test func withoutFixNothingIsChanged() throws {
        let before = try folder.text("typo.yaml")
        _ = try Program.netspec.run(["validate", "typo.yaml"], in: folder)
        #expect(try folder.text("typo.yaml") == before)
    }

    @Test func notesAsJSON() throws {
        try folder.write(TinySpec.text.replacing("  - relu\n", with: "  - relu: {name: conv}\n"), to: "twice.yaml")
        let report = try Program.netspec.run(["validate", "twice.yaml", "--format", "json"], in: folder).object()
        let notes = try #require((report["diagnostics"] as? [[String: Any]])?.first?["notes"] as? [[String: Any]])
        #expect(notes.count == 1)
        #expect(notes.first?.keys.sorted() == ["column", "file", "line", "message"])
        #expect(notes.first?["line"] as? Int == 6)
        #expect(notes.first?["column"] as? Int == 25)
    }

    @Test func validAsJSON() throws {
        let outcome = try Program.netspec.run(["validate", "tiny.yaml", "tiny.yaml", "--format", "json"], in: folder)
        outcome.expectSuccess()
        let report = try outcome.object()
        #expect(report["valid"] as? Bool == true)
        #expect((report["diagnostics"] as? [Any])?.isEmpty ?? false)
    }

    @Test func oneWrongSpecHidesNoOther() throws {
        let outcome = try Program.netspec.run(
            ["validate", "nowhere.yaml", "typo.yaml", "tiny.yaml"], in: folder)
        #expect(outcome.status == 2)
        #expect(outcome.output == "tiny.yaml: valid\n")
        #expect(outcome.messages.contains("cannot read `nowhere.yaml`: No such file or directory"))
        #expect(outcome.messages.contains("typo.yaml:6:43"))
        #expect(outcome.messages.contains("2 errors"))
    }

    @Test func overrideIsJudgedAsTheSpecIs() throws {
        try Program.netspec.run(["validate", "tiny.yaml", "--set", "train.bach=3"], in: folder)
            .expectRefusal(1, "`train` has no field `bach`", "--set:1:7", "help: write `--set train.batch=3`")
        try Program.netspec.run(["validate", "tiny.yaml", "--set", "nonsense"], in: folder)
            .expectRefusal(1, "`--set` must have the form `path=value`, found `nonsense`")
        try Program.netspec.run(["validate", "typo.yaml", "--set", "train.batch=3"], in: folder).expectRefusal(1)
    }

    @Test(arguments: [("tiny.yml", "tiny.yaml"), ("./tny.yaml", "./tiny.yaml")])
    func misspeltFileIsKnown(path: String, meant: String) throws {
        try Program.netspec.run(["validate", path], in: folder).expectRefusal(2, "help: write `\(meant)`")
    }

    @Test(arguments: [
        ("nowhere.yaml", "cannot read `nowhere.yaml`: No such file or directory"),
        (".", "cannot read `.`: Is a directory"),
    ]) func specThatCannotBeReadIsTheMachinesFault(path: String, words: String) throws {
        for command in ["validate", "summary", "train"] {
            try Program.netspec.run([command, path], in: folder)
                .expectRefusal(2, words, "help: give the path of a spec that can be read")
        }
    }

    @Test(arguments: [
        ("", "empty-document"), ("\u{0}\u{1}\u{2}", "yaml-syntax"), ("- 1\n- 2\n", "wrong-type"),
        (String(repeating: "[", count: 100_000), "too-deep"),
    ]) func hostileFileGetsADiagnostic(text: String, code: String) throws {
        try folder.write(text, to: "hostile.yaml")
        try Program.netspec.run(["validate", "hostile.yaml"], in: folder)
            .expectRefusal(1, "error[\(code)]", "hostile.yaml:1:")
    }
}
