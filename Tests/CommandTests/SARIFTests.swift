import Foundation
import TestSupport
import Testing

/// `validate --format sarif`
struct SARIFTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TinySpec.folder()
    }

    private func run(_ arguments: String..., status: Int32 = 1) throws -> [String: Any] {
        let outcome = try Program.netspec.run(["validate", "--format", "sarif"] + arguments, in: folder)
        #expect(outcome.status == status, "\(outcome.messages)")
        #expect(outcome.messages == "")
        let log = try outcome.object()
        #expect(SARIFStructure.log.faults(of: log) == [])
        let runs = try #require(log["runs"] as? [[String: Any]])
        #expect(runs.count == 1)
        return try #require(runs.first)
    }

    private func results(_ run: [String: Any]) throws -> [[String: Any]] {
        try #require(run["results"] as? [[String: Any]])
    }

    private func text(_ object: [String: Any]?) -> String? {
        (object?["message"] as? [String: Any])?["text"] as? String
    }

    private func place(_ location: [String: Any]?) -> [String: Any]? {
        location?["physicalLocation"] as? [String: Any]
    }

    private func uri(_ location: [String: Any]?) -> String? {
        (place(location)?["artifactLocation"] as? [String: Any])?["uri"] as? String
    }

    @Test func mistakeHasItsRuleAndRegion() throws {
        try folder.write(TinySpec.text.replacing("kernel:", with: "kernal:"), to: "typo.yaml")
        let run = try run("typo.yaml")
        let result = try #require(try results(run).first)
        #expect(try results(run).count == 1)
        #expect(result["ruleId"] as? String == "unknown-key")
        #expect(result["level"] as? String == "error")
        #expect(text(result) == "`convolution` has no field `kernal`. Help: write `kernel`")
        let location = try #require((result["locations"] as? [[String: Any]])?.first)
        #expect(uri(location) == "typo.yaml")
        #expect(
            place(location)?["region"] as? [String: Int]
                == ["startLine": 6, "startColumn": 43, "endLine": 6, "endColumn": 49])
        #expect(run["columnKind"] as? String == "unicodeCodePoints")
        let driver = (run["tool"] as? [String: Any])?["driver"] as? [String: Any]
        let rules = try #require(driver?["rules"] as? [[String: Any]])
        let rule = rules[try #require(result["ruleIndex"] as? Int)]
        #expect(rule["id"] as? String == "unknown-key")
    }

    /// 𝕏 is one Unicode scalar, two units of UTF-16 and four bytes of UTF-8.
    @Test func columnsCountScalars() throws {
        try folder.write("netspec: 1\n\"𝕏𝕏\": 1\n", to: "wide.yaml")
        let result = try #require(try results(run("wide.yaml")).first { text($0)?.contains("𝕏𝕏") ?? false })
        let region = place((result["locations"] as? [[String: Any]])?.first)?["region"] as? [String: Int]
        #expect(region?["startColumn"] == 1)
        #expect(region?["endColumn"] == 5)
    }

    @Test func changesAreFixes() throws {
        try folder.write(TinySpec.text.replacing("kernel:", with: "kernal:"), to: "typo.yaml")
        let result = try #require(try results(run("typo.yaml")).first)
        let fix = try #require((result["fixes"] as? [[String: Any]])?.first)
        let change = try #require((fix["artifactChanges"] as? [[String: Any]])?.first)
        #expect((change["artifactLocation"] as? [String: Any])?["uri"] as? String == "typo.yaml")
        let replacement = try #require((change["replacements"] as? [[String: Any]])?.first)
        #expect(
            replacement["deletedRegion"] as? [String: Int]
                == ["startLine": 6, "startColumn": 43, "endLine": 6, "endColumn": 49])
        #expect((replacement["insertedContent"] as? [String: String])?["text"] == "kernel")
    }

    @Test func notesAreRelatedLocations() throws {
        try folder.write(
            """
            netspec: 1
            input: {channels: 3, height: 8, width: 8}
            modules:
              unit: {network: [{convolution: {filters: 4, kernel: 9}}]}
            network:
              - unit
            """, to: "module.yaml")
        let result = try #require(try results(run("module.yaml")).first)
        let related = try #require(result["relatedLocations"] as? [[String: Any]])
        #expect(related.map { $0["id"] as? Int } == Array(1...related.count))
        let use = try #require(related.first { text($0)?.hasPrefix("in `unit`") ?? false })
        #expect((place(use)?["region"] as? [String: Int])?["startLine"] == 6)
        #expect(related.contains { text($0)?.hasPrefix("the network's input is [3, 8, 8]") ?? false })
    }

    @Test(arguments: [
        ("sub folder/ä:100%#?.yaml", "sub%20folder/%C3%A4%3A100%25%23%3F.yaml"), ("a+b,c~d.yaml", "a%2Bb%2Cc~d.yaml"),
    ]) func pathsAreEncoded(path: String, encoded: String) throws {
        try folder.write("netspec: 1\n", to: path)
        for result in try results(run(path)) {
            #expect((result["locations"] as? [[String: Any]])?.map(uri) == [encoded])
        }
        let absolute = try results(run(folder.path + "/" + path))
        let written = try #require(uri((absolute.first?["locations"] as? [[String: Any]])?.first))
        #expect(written.hasPrefix("file:///") && written.hasSuffix("/" + encoded))
        #expect(URL(string: written)?.path == folder.path + "/" + path)
    }

    /// Sections 3.11.5 and 3.11.6 of the standard: `{` and `}` are doubled, and what looks like a link is none.
    @Test func placeholdersAndLinksAreEscaped() throws {
        try folder.write(
            TinySpec.text.replacing("  - relu\n", with: "  - linear: 10\n").replacing(
                "synthetic:", with: "\"[a](b)\":"),
            to: "braces.yaml")
        let texts = try results(run("braces.yaml")).compactMap(text)
        #expect(texts.contains { $0.hasSuffix("Help: write `linear: {{…}}`") }, "\(texts)")
        #expect(texts.contains { $0.contains("`[a\\](b)`") }, "\(texts)")
    }

    @Test func wordsOfTheCommandLineAreNoFile() throws {
        let result = try #require(try results(run("tiny.yaml", "--set", "train.bach=3")).first)
        let location = try #require((result["locations"] as? [[String: Any]])?.first)
        #expect(place(location) == nil)
        #expect((location["logicalLocations"] as? [[String: String]]) == [["name": "--set train.bach=3"]])
    }

    @Test func warningsAreWarnings() throws {
        try folder.write(TinySpec.text.replacing("lint: {unseen-input: off}\n", with: ""), to: "warned.yaml")
        #expect(try results(run("warned.yaml", status: 0)).map { $0["level"] as? String } == ["warning"])
        #expect(try results(run("warned.yaml", "--strict")).map { $0["level"] as? String } == ["error"])
    }

    @Test func validSpecHasNoResults() throws {
        let run = try run("tiny.yaml", status: 0)
        #expect(try results(run).isEmpty)
        #expect((run["invocations"] as? [[String: Bool]]) == [["executionSuccessful": true]])
    }

    @Test func unreadableFileIsAFailure() throws {
        let run = try run("nowhere.yaml", "tiny.yaml", status: 2)
        #expect((run["invocations"] as? [[String: Bool]]) == [["executionSuccessful": false]])
        #expect(try results(run).map { $0["ruleId"] as? String } == ["unreadable-file"])
    }
}
