import Foundation
import TestSupport
import Testing

struct SchemaTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TinySpec.folder()
    }

    @Test func schemaIsAResult() throws {
        for arguments in [["schema"], ["schema", "tiny.yaml"]] {
            let outcome = try Program.netspec.run(arguments, in: folder)
            outcome.expectSuccess()
            let schema = try outcome.object()
            #expect(schema["$schema"] as? String == "https://json-schema.org/draft/2020-12/schema")
            #expect(outcome.messages == "")
        }
    }

    @Test func writtenToAFileItSaysHowToUseIt() throws {
        let outcome = try Program.netspec.run(["schema", "tiny.yaml", "--output", "tiny.schema.json"], in: folder)
        outcome.expectSuccess()
        #expect(outcome.output == "")
        #expect(outcome.messages.contains("# yaml-language-server: $schema=tiny.schema.json"))
        let printed = try Program.netspec.run(["schema", "tiny.yaml"], in: folder).output
        #expect(try folder.bytes("tiny.schema.json") == Array(printed.utf8))
    }

    @Test func schemaIsWrittenAnewButNothingElseIsReplaced() throws {
        try folder.write(#"{"$comment": "made by `netspec schema` of another day"}"#, to: "old.json")
        try Program.netspec.run(["schema", "--output", "old.json"], in: folder).expectSuccess()
        #expect(try folder.bytes("old.json").count > 1_000)
        let spec = try folder.bytes("tiny.yaml")
        try Program.netspec.run(["schema", "--output", "tiny.yaml"], in: folder)
            .expectRefusal(1, "`tiny.yaml` must be new or a schema that netspec made", "choose another name")
        #expect(try folder.bytes("tiny.yaml") == spec)
    }

    @Test func fileThatCannotBeWrittenIsTheMachinesFault() throws {
        try Program.netspec.run(["schema", "--output", "no/such/folder/x.json"], in: folder)
            .expectRefusal(2, "cannot write `no/such/folder/x.json`")
    }

    @Test func mistakesInModulesAreTold() throws {
        try folder.write("netspec: 1\nmodules: {twice: {netwrok: [relu]}}\n", to: "wrong.yaml")
        try Program.netspec.run(["schema", "wrong.yaml"], in: folder)
            .expectRefusal(1, "`twice` has no field `netwrok`", "wrong.yaml:2:19")
        try Program.netspec.run(["schema", "nowhere.yaml"], in: folder).expectRefusal(2, "cannot read `nowhere.yaml`")
    }
}
