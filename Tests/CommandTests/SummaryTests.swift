import Testing

struct SummaryTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TinySpec.folder()
    }

    @Test func asJSON() throws {
        let outcome = try Program.netspec.run(["summary", "tiny.yaml", "--format", "json"], in: folder)
        outcome.expectSuccess()
        #expect(outcome.messages == "")
        let summary = try outcome.object()
        #expect(summary.keys.sorted() == ["batch", "layers", "name", "totals"])
        #expect(summary["name"] as? String == "tiny")
        #expect(summary["batch"] as? Int == 1)
        let activations = 4 * 8 * 8 + 4 * 8 * 8 + 4 + 10
        #expect(
            summary["totals"] as? [String: Int] == [
                "parameters": TinySpec.parameters, "buffers": 0, "multiplyAdds": TinySpec.multiplyAdds,
                "flops": 2 * TinySpec.multiplyAdds, "activationElements": activations,
            ])
        let layers = try #require(summary["layers"] as? [[String: Any]])
        #expect(layers.map { $0["path"] as? String } == ["conv", "relu", "pool", "scores"])
        #expect(layers.map { $0["type"] as? String } == ["convolution", "relu", "global-average-pool", "linear"])
        #expect(layers.map { $0["parameters"] as? Int } == [112, 0, 0, 50])
        #expect(
            layers.map { $0["inputShapes"] as? [[Int]] } == [[[3, 32, 32]], [[4, 8, 8]], [[4, 8, 8]], [[4, 1, 1]]])
        #expect(layers.map { $0["outputShape"] as? [Int] } == [[4, 8, 8], [4, 8, 8], [4, 1, 1], [10]])
        for layer in layers {
            #expect(
                layer.keys.sorted() == [
                    "buffers", "flops", "inputShapes", "multiplyAdds", "outputShape", "parameters", "path", "type",
                ])
        }
    }

    @Test func asATableThatNamesItsConvention() throws {
        let outcome = try Program.netspec.run(["summary", "tiny.yaml"], in: folder)
        outcome.expectSuccess()
        #expect(outcome.messages == "")
        let text = outcome.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        for words in [
            "tiny: input [3, 32, 32]", "without biases; FLOPs are twice that", "buffers are running statistics",
            "conv convolution [4, 8, 8] 112 6,912", "parameters 162", "multiply-adds 6,952", "FLOPs 13,904",
        ] { #expect(text.contains(words), "\(text)") }
    }

    @Test func ofTheChangedSpec() throws {
        let outcome = try Program.netspec.run(
            ["summary", "tiny.yaml", "--format", "json", "--set", "network.conv.filters=8"], in: folder)
        let totals = try outcome.object()["totals"] as? [String: Int]
        #expect(totals?["parameters"] == 27 * 8 + 8 + 8 * 10 + 10)
    }
}
