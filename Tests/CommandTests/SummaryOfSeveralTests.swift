import Foundation
import TestSupport
import Testing

/// `summary` of several specs, side by side.
struct SummaryOfSeveralTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TinySpec.folder()
        let wide = TinySpec.text.replacing("filters: 4", with: "filters: 8").replacing("name: tiny", with: "name: wide")
        try folder.write(wide, to: "wide.yaml")
        try folder.write(TinySpec.text.replacing("relu", with: "rellu"), to: "wrong.yaml")
    }

    /// By hand: 27·8 + 8 and 8·10 + 10 numbers; 27·8·64 + 80 multiply-adds.
    private static let wideParameters = 314
    private static let wideMultiplyAdds = 13_904
    /// The numbers, and the picture beside the first layer's output.
    private static let tinyBytes = 4 * (162 + 3 * 32 * 32 + 4 * 8 * 8)

    @Test func asATable() throws {
        let outcome = try Program.netspec.run(["summary", "tiny.yaml", "wide.yaml"], in: folder)
        outcome.expectSuccess()
        #expect(outcome.messages == "")
        let lines = outcome.output.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
        #expect(lines.contains("network input parameters multiply-adds memory forecast"))
        let tiny = /tiny \[3, 32, 32\] 162 6,952 13\.6 KiB \d+\.\d ms/
        #expect(lines.contains { $0.wholeMatch(of: tiny) != nil }, "\(lines)")
        #expect(lines.contains { $0.hasPrefix("wide [3, 32, 32] 314 13,904 ") }, "\(lines)")
        #expect(outcome.output.contains("evaluate one picture"))
    }

    @Test func asJSON() throws {
        let outcome = try Program.netspec.run(
            ["summary", "wide.yaml", "tiny.yaml", "--format", "json"], in: folder)
        outcome.expectSuccess()
        let object = try outcome.object()
        #expect(object.keys.sorted() == ["diagnostics", "specs", "valid"])
        #expect(object["valid"] as? Bool == true)
        let specs = try #require(object["specs"] as? [[String: Any]])
        #expect(specs.map { $0["path"] as? String } == ["wide.yaml", "tiny.yaml"])
        let totals = specs.compactMap { $0["totals"] as? [String: Int] }
        #expect(totals.map { $0["parameters"] } == [Self.wideParameters, TinySpec.parameters])
        #expect(totals.map { $0["multiplyAdds"] } == [Self.wideMultiplyAdds, TinySpec.multiplyAdds])
        #expect((specs[1]["memory"] as? [String: Any])?["total"] as? Int == Self.tinyBytes)
        let seconds = specs.compactMap { ($0["forecast"] as? [String: Any])?["seconds"] as? Double }
        #expect(seconds.count == 2 && seconds.allSatisfy { $0 > 0 && $0 < 10 })
    }

    @Test func asCSVAndMarkdown() throws {
        let csv = try Program.netspec.run(["summary", "tiny.yaml", "wide.yaml", "--format", "csv"], in: folder).output
            .split(separator: "\n").map(String.init)
        #expect(
            csv.first == "path,name,input,phase,parameters,buffers,multiply_adds,operations,activations,batch,"
                + "memory_bytes,forecast_seconds")
        let tiny = "tiny.yaml,tiny,3x32x32,evaluation,162,0,6952,13904,526,1,\(Self.tinyBytes),"
        #expect(csv.dropFirst().first?.hasPrefix(tiny) ?? false, "\(csv)")
        let markdown = try Program.netspec.run(
            ["summary", "tiny.yaml", "wide.yaml", "--format", "markdown"], in: folder
        ).output
        #expect(markdown.contains("| tiny | [3, 32, 32] | 162 | 6,952 | 13.6 KiB |"), "\(markdown)")
    }

    @Test(arguments: ["table", "json", "csv"]) func aWrongSpecIsToldAndTheOthersAreShown(format: String) throws {
        let outcome = try Program.netspec.run(
            ["summary", "tiny.yaml", "wrong.yaml", "wide.yaml", "--format", format], in: folder)
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("tiny") && outcome.output.contains("wide"))
        let told = format == "json" ? outcome.output : outcome.messages
        #expect(told.contains("rellu") && told.contains("wrong.yaml"), "\(told)")
        #expect(format != "json" || outcome.messages == "")
    }

    @Test func allWrongShowsNoTable() throws {
        try Program.netspec.run(["summary", "wrong.yaml", "wrong.yaml"], in: folder).expectRefusal(1, "rellu")
    }

    @Test func aMissingSpecIsTheMachinesFault() throws {
        let outcome = try Program.netspec.run(["summary", "nowhere.yaml", "tiny.yaml"], in: folder)
        #expect(outcome.status == 2)
        #expect(outcome.messages.contains("nowhere.yaml"))
        #expect(outcome.output.contains("tiny"))
    }

    /// The spec's own batch in training; momentum is one number more for each weight.
    @Test func inTrainingEachHasItsOwnBatch() throws {
        try folder.write(TinySpec.text.replacing("batch: 32", with: "batch: 16"), to: "small.yaml")
        let text = try Program.netspec.run(["summary", "tiny.yaml", "small.yaml", "--phase", "training"], in: folder)
            .output
        let rows = text.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
        // Both networks are called `tiny`, so that their files tell them apart.
        #expect(rows.contains { $0.hasPrefix("tiny.yaml [3, 32, 32] 162 6,952 32 ") }, "\(text)")
        #expect(rows.contains { $0.hasPrefix("small.yaml [3, 32, 32] 162 6,952 16 ") }, "\(text)")
    }

    @Test func detailsTakeOneSpec() throws {
        try Program.netspec.run(["summary", "tiny.yaml", "wide.yaml", "--flat"], in: folder)
            .expectRefusal(64, "take one spec, found 2")
    }
}
