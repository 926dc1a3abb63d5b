import Foundation
import TestSupport
import Testing

/// `netspec expand`.
struct ExpandTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TinySpec.folder()
        try folder.write(
            "modules: {unit: {parameters: {width: {type: integer, default: 6}}, network: [{relu: {when: \"${width > 0}\"}}]}}",
            to: "unit.yaml")
        try folder.write(
            """
            extends: tiny.yaml
            include: [unit.yaml]
            changes: {train.batch: 16}
            insert-after: {network.conv: [{unit: {name: act}}]}
            remove: [data]
            """, to: "mine.yaml")
    }

    private func expand(_ arguments: String...) throws -> String {
        let outcome = try Program.netspec.run(["expand"] + arguments, in: folder)
        outcome.expectSuccess()
        #expect(outcome.messages == "")
        return outcome.output
    }

    @Test func resolvedSpecIsASpecThatExpandsToItself() throws {
        let text = try expand("mine.yaml", "--set", "train.epochs=2")
        try folder.write(text, to: "alone.yaml")
        #expect(try expand("alone.yaml") == text)
    }

    @Test func originsStandInASpecThatMeansTheSame() throws {
        try folder.write(try expand("mine.yaml", "--origins"), to: "told.yaml")
        let summaries = try ["mine.yaml", "told.yaml"].map { path in
            try Program.netspec.run(["summary", path, "--format", "json"], in: folder).output
        }
        #expect(summaries[0] == summaries[1])
        #expect(try expand("told.yaml").contains("- unit: {name: act, width: 6}"))
    }

    @Test func holdsTheBaseTheChangesAndTheLibraries() throws {
        let text = try expand("mine.yaml", "--set", "train.epochs=2")
        #expect(!text.contains("extends") && !text.contains("include") && !text.contains("data"))
        for line in [
            "name: \"mine\"", "- unit: {name: act}",
            "train: {epochs: 2, batch: 16, optimizer: {sgd: {rate: 0.05, momentum: 0.9}}}",
        ] { #expect(text.split(separator: "\n").contains(Substring(line)), "\(text)") }
    }

    @Test func originsStandBehindTheValues() throws {
        let text = try expand("mine.yaml", "--set", "train.epochs=2", "--origins")
        func origin(_ start: String) throws -> String {
            let line = try #require(
                text.split(separator: "\n").first { $0.drop { $0 == " " }.hasPrefix(start) }, "\(text)")
            return line.split(separator: "# ").last.map(String.init) ?? ""
        }
        #expect(try origin("name: \"mine\"") == "file name")
        #expect(try origin("netspec:") == "base tiny.yaml:1:10")
        #expect(try origin("batch:") == "spec mine.yaml:3:24")
        #expect(try origin("epochs:") == "--set train.epochs")
        #expect(try origin("name: act") == "spec mine.yaml:4:45")
        #expect(try origin("default:") == "module default unit.yaml:1:63")
        #expect(try origin("width: 6") == "module default unit.yaml:1:63")
        #expect(try origin("type:") == "library unit.yaml:1:45")
    }

    @Test func originsAsJSON() throws {
        let outcome = try Program.netspec.run(
            ["expand", "mine.yaml", "--set", "train.epochs=2", "--format", "json"], in: folder)
        outcome.expectSuccess()
        let report = try outcome.object()
        #expect(report.keys.sorted() == ["origins", "spec"])
        let spec = try #require(report["spec"] as? [String: Any])
        #expect((spec["train"] as? [String: Any])?["batch"] as? Int == 16)
        let origins = try #require(report["origins"] as? [[String: Any]])
        func origin(_ path: String) throws -> [String: Any] {
            try #require(origins.first { $0["path"] as? String == path })
        }
        let batch = try origin("train.batch")
        #expect(batch.keys.sorted() == ["column", "file", "line", "origin", "path"])
        #expect(batch["origin"] as? String == "spec")
        #expect(batch["file"] as? String == "mine.yaml")
        #expect(batch["line"] as? Int == 3)
        #expect(batch["column"] as? Int == 24)
        #expect(try origin("train.epochs")["origin"] as? String == "set")
        #expect(try origin("network.0.convolution.filters")["origin"] as? String == "base")
    }

    @Test func wrongSpecIsRefused() throws {
        try folder.write("extends: nowhere.yaml", to: "wrong.yaml")
        try Program.netspec.run(["expand", "wrong.yaml"], in: folder)
            .expectRefusal(1, "error[extends-missing]", "wrong.yaml:1:10")
        try Program.netspec.run(["expand", "mine.yaml", "--set", "train.bach=3", "--origins"], in: folder)
            .expectRefusal(1, "`train` has no field `bach`")
    }
}
