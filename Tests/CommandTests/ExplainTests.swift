import Foundation
import TestSupport
import Testing

struct ExplainTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test func tellsOfACode() throws {
        let outcome = try Program.netspec.run(["explain", "missing-field"], in: folder)
        outcome.expectSuccess()
        #expect(outcome.messages == "")
        #expect(outcome.output.hasPrefix("missing-field: a field that must be there is not\n\n"))
        #expect(outcome.output.contains("\n\nWrong:\n\n    netspec: 1\n"))
        #expect(outcome.output.contains("\n\nRight:\n\n    netspec: 1\n"))
        #expect(outcome.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
    }

    @Test func listsAllCodes() throws {
        let outcome = try Program.netspec.run(["explain"], in: folder)
        outcome.expectSuccess()
        let lines = outcome.output.split(separator: "\n")
        let codes = lines.compactMap { $0.split(separator: " ").first.map(String.init) }
        #expect(codes == codes.sorted() && Set(codes).count == codes.count)
        #expect(codes.contains("unknown-key") && codes.contains("yaml-syntax"))
        #expect(lines.contains { $0.hasPrefix("missing-field ") && $0.hasSuffix(" a field that must be there is not") })
    }

    @Test(arguments: [
        ("unknown-keys", "there is no code `unknown-keys`; write `unknown-key`"),
        ("UNKNOWN_KEY", "write `unknown-key`"),
        ("E0308", "there is no code `E0308`; `netspec explain` lists all of them"),
    ]) func unknownCodeIsWrongUsage(code: String, words: String) throws {
        try Program.netspec.run(["explain", code], in: folder).expectRefusal(64, words)
        try Program.netspec.run(["explain", code, "--format", "json"], in: folder).expectRefusal(64, words)
    }

    @Test func asJSON() throws {
        let outcome = try Program.netspec.run(["explain", "include-cycle", "--format", "json"], in: folder)
        outcome.expectSuccess()
        let explanation = try outcome.object()
        #expect(explanation.keys.sorted() == ["code", "right", "summary", "text", "wrong"])
        #expect(explanation["code"] as? String == "include-cycle")
        let wrong = try #require(explanation["wrong"] as? [String: Any])
        #expect(wrong["command"] as? [String] == ["netspec", "validate", "spec.yaml"])
        let files = try #require(wrong["files"] as? [[String: String]])
        #expect(files.map { $0["name"] } == ["spec.yaml", "ring.yaml"])
    }

    @Test func listAsJSON() throws {
        let outcome = try Program.netspec.run(["explain", "--format", "json"], in: folder)
        outcome.expectSuccess()
        let list = try #require(
            try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [[String: Any]])
        #expect(list.count > 40)
        #expect(list.allSatisfy { $0.keys.sorted() == ["code", "right", "summary", "text", "wrong"] })
    }

    /// The example that a user may try: what is shown is what the program says of it.
    @Test func exampleCanBeTried() throws {
        let explanation = try Program.netspec.run(["explain", "override-path", "--format", "json"], in: folder).object()
        for (key, status) in [("wrong", Int32(1)), ("right", 0)] {
            let example = try #require(explanation[key] as? [String: Any])
            for file in try #require(example["files"] as? [[String: String]]) {
                try folder.write(try #require(file["text"]), to: try #require(file["name"]))
            }
            let command = try #require(example["command"] as? [String])
            let outcome = try Program.netspec.run(Array(command.dropFirst()), in: folder)
            #expect(outcome.status == status)
            #expect(outcome.messages.contains("error[override-path]") == (status == 1))
        }
    }
}
