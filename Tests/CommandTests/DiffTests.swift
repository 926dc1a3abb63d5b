import TestSupport
import Testing

struct DiffTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TinySpec.folder()
    }

    @Test func changesFromTheCommandLine() throws {
        let outcome = try Program.netspec.run(
            ["diff", "tiny.yaml", "--set", "network.conv.filters=8", "--set", "train.batch=16"], in: folder)
        outcome.expectSuccess()
        #expect(outcome.messages == "")
        for words in [
            "before  tiny.yaml (tiny)\n",
            "after   tiny.yaml (tiny) --set network.conv.filters=8 --set train.batch=16\n",
            "\nconv  filters  4 → 8\n", "\ntrain.batch  32 → 16\n", "\nmemory to train, batch 32 → 16 ",
            "  conv.weight    [4, 3, 3, 3] → [8, 3, 3, 3]\n",
        ] { #expect(outcome.output.contains(words), "\(outcome.output)") }
    }

    @Test func asJSON() throws {
        try folder.write(TinySpec.text.replacing("  - relu\n", with: ""), to: "after.yaml")
        let outcome = try Program.netspec.run(["diff", "tiny.yaml", "after.yaml", "--format", "json"], in: folder)
        outcome.expectSuccess()
        let report = try outcome.object()
        #expect(report["differs"] as? Bool == true)
        let sides = try ["before", "after"].map { try #require(report[$0] as? [String: Any]) }
        #expect(sides.map { $0["file"] as? String } == ["tiny.yaml", "after.yaml"])
        #expect(sides.map { $0["parameters"] as? Int } == [TinySpec.parameters, TinySpec.parameters])
        #expect(sides.map { $0["activationElements"] as? Int } == [256 + 256 + 4 + 10, 256 + 4 + 10])
        let steps = try #require(report["steps"] as? [[String: Any]])
        #expect(steps.map { $0["path"] as? String } == ["pool", "relu"])
        #expect(steps.map { $0["change"] as? String } == ["changed", "removed"])
        let weights = try #require(report["weights"] as? [String: Any])
        #expect(weights["loadable"] as? Int == 4)
        #expect(weights["count"] as? Int == 4)
        let layers = try #require(report["layers"] as? [[String: Any]])
        #expect(
            layers.first?["fields"] as? [[String: String]] == [["name": "from", "before": "relu", "after": "conv"]])
    }

    @Test func nothingDiffersIsFineToo() throws {
        let outcome = try Program.netspec.run(["diff", "tiny.yaml", "tiny.yaml"], in: folder)
        outcome.expectSuccess()
        #expect(outcome.output.contains("\nnothing differs\n"))
    }

    @Test func mistakesOfBothSpecsAreShownWithTheirFiles() throws {
        try folder.write(TinySpec.text.replacing("kernel:", with: "kernal:"), to: "typo.yaml")
        try folder.write(TinySpec.text.replacing("batch:", with: "bach:"), to: "other.yaml")
        try Program.netspec.run(["diff", "typo.yaml", "other.yaml"], in: folder)
            .expectRefusal(1, "typo.yaml:6:43", "other.yaml:12:20")
        try Program.netspec.run(["diff", "typo.yaml", "--set", "train.batch=1"], in: folder)
            .expectRefusal(1, "typo.yaml:6:43", "1 error;")
        try Program.netspec.run(["diff", "tiny.yaml", "--set", "train.bach=1"], in: folder)
            .expectRefusal(1, "--set:1:7")
        try Program.netspec.run(["diff", "tiny.yaml"], in: folder).expectRefusal(64, "a second spec is needed")
    }
}
