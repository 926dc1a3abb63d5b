import TestSupport
import Testing

struct WhyTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TinySpec.folder()
    }

    @Test func tellsFormulaNumbersAndPlaces() throws {
        let outcome = try Program.netspec.run(["why", "tiny.yaml", "conv"], in: folder)
        outcome.expectSuccess()
        #expect(outcome.messages == "")
        for words in [
            "`conv` (`convolution`) gives [4, 8, 8]\n  written at tiny.yaml:6:5\n",
            "height    8  = floor((height + 2·pad − kernel) / stride) + 1 = floor((32 + 2·0 − 3) / 4) + 1\n",
            "kernel   3  written in the spec       tiny.yaml:6:51\n", "pad      0  default of `convolution`\n",
        ] { #expect(outcome.output.contains(words), "\(outcome.output)") }
    }

    @Test func asJSON() throws {
        let outcome = try Program.netspec.run(
            ["why", "tiny.yaml", "conv", "--format", "json", "--set", "network.conv.filters=8"], in: folder)
        let report = try outcome.object()
        #expect(report["path"] as? String == "conv")
        #expect(report["outputShape"] as? [Int] == [8, 8, 8])
        let lengths = try #require(report["lengths"] as? [[String: Any]])
        #expect(lengths.map { $0["axis"] as? String } == ["channels", "height", "width"])
        #expect(lengths.map { $0["length"] as? Int } == [8, 8, 8])
        #expect(lengths[1]["numbers"] as? String == "floor((32 + 2·0 − 3) / 4) + 1")
        let values = try #require(report["values"] as? [[String: Any]])
        #expect(values.map { $0["name"] as? String } == ["filters", "kernel", "stride", "pad"])
        #expect(values.map { $0["origin"] as? String } == ["set", "spec", "spec", "layer-default"])
        let kernel = try #require(values[1]["place"] as? [String: Any])
        #expect(kernel["file"] as? String == "tiny.yaml")
        #expect([kernel["line"] as? Int, kernel["column"] as? Int] == [6, 51])
    }

    @Test func unknownPathIsTheUsersMistake() throws {
        try Program.netspec.run(["why", "tiny.yaml", "convv"], in: folder)
            .expectRefusal(1, "`convv` names no layer and no module of `tiny`", "help: write `conv`")
    }

    @Test func wrongSpecIsDiagnosed() throws {
        try folder.write(TinySpec.text.replacing("kernel:", with: "kernal:"), to: "typo.yaml")
        try Program.netspec.run(["why", "typo.yaml", "conv"], in: folder).expectRefusal(1, "typo.yaml:6:43")
    }
}
