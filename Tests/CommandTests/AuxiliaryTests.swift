import Foundation
import TestSupport
import Testing

/// The tiny spec with an auxiliary classifier behind its convolution: trained, priced and evaluated.
struct AuxiliaryTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        let head = """
              - auxiliary: {name: head, weight: 0.3, network: [{max-pool: {kernel: 4}}, {linear: {name: fc, outputs: 10}}]}
              - global-average-pool
            """
        try folder.write(TinySpec.text.replacing("  - global-average-pool", with: head), to: "tiny.yaml")
    }

    @Test func trainsAndIsEvaluatedWithoutIt() throws {
        let outcome = try TinySpec.train(folder, "--format", "json")
        outcome.expectSuccess()
        let trained = try #require(try outcome.object()["evaluation"] as? [String: Any])
        let first = try #require(
            try folder.text("run/metrics.jsonl").split(separator: "\n").first)
        let line = try #require(try JSONSerialization.jsonObject(with: Data(first.utf8)) as? [String: Any])
        let losses = try #require(line["losses"] as? [String: Double])
        #expect(losses.keys.sorted() == ["head", "loss"])
        let total = try #require(line["loss"] as? Double)
        #expect(abs(total - (losses["loss"] ?? 0) - 0.3 * (losses["head"] ?? 0)) < 1e-5)
        let evaluated = try Program.netspec.run(["eval", "run", "--threads", "1", "--format", "json"], in: folder)
        evaluated.expectSuccess()
        #expect(try evaluated.object()["loss"] as? Double == trained["loss"] as? Double)
        #expect(try evaluated.object()["confusion"] as? [[Int]] == trained["confusion"] as? [[Int]])
    }

    @Test func itsCostIsLeftOut() throws {
        let outcome = try Program.netspec.run(["summary", "tiny.yaml", "--format", "json"], in: folder)
        let totals = try #require(try outcome.object()["totals"] as? [String: Int])
        #expect(totals["parameters"] == TinySpec.parameters && totals["multiplyAdds"] == TinySpec.multiplyAdds)
        let layers = try #require(try outcome.object()["layers"] as? [[String: Any]])
        #expect(layers.map { $0["path"] as? String } == ["conv", "relu", "pool", "scores"])
        let table = try Program.netspec.run(["summary", "tiny.yaml"], in: folder)
        let words = table.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words.contains("Left out is what only training needs: head."))
    }

    @Test func inTrainingItsCostCounts() throws {
        let outcome = try Program.netspec.run(
            ["summary", "tiny.yaml", "--phase", "training", "--format", "json"], in: folder)
        // 4·2·2·10 + 10 parameters.
        let totals = try #require(try outcome.object()["totals"] as? [String: Int])
        #expect(totals["parameters"] == TinySpec.parameters + 170)
        #expect(totals["multiplyAdds"] == TinySpec.multiplyAdds + 160)
        let layers = try #require(try outcome.object()["layers"] as? [[String: Any]])
        #expect(layers.map { $0["auxiliary"] as? String } == [nil, nil, "head", "head", nil, nil])
        let table = try Program.netspec.run(["summary", "tiny.yaml", "--phase", "training"], in: folder)
        let words = table.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words.contains("head auxiliary [10] 170 0 160"))
    }
}
