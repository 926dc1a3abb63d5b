import Foundation
import TestSupport
import Testing

/// A spec that extends another, repeats steps, gives layers to a module and has an auxiliary classifier: trained, interrupted,
/// resumed and explained.
struct ComposedSpecTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        let base = TinySpec.text.replacing(
            "  - relu\n",
            with: """
                  - residual: {name: block, body: [{convolution: {name: inside, filters: 4, kernel: 3, pad: same}}, relu]}
                  - auxiliary: {name: head, weight: 0.3, network: [{max-pool: {kernel: 4}}, {linear: {name: fc, outputs: "${classes}"}}]}
                  - repeat:
                      name: stage
                      times: 2
                      index: i
                      network: [{convolution: {name: conv, filters: "${4 * i}", kernel: 3, pad: same}}, relu]

                """
        ).replacing(
            "network:\n",
            with: """
                modules:
                  residual: {parameters: {body: layers}, network: [{add: {body: "${body}", shortcut: []}}]}
                network:

                """, maxReplacements: 1)
        try folder.write(base, to: "base.yaml")
        try folder.write(
            "netspec: 1\nname: tiny\nextends: base.yaml\nchanges: {network.stage.times: 3}\n", to: "tiny.yaml")
    }

    @Test func resumedRunHasTheSameBits() throws {
        try TinySpec.train(folder).expectSuccess()
        let whole = try folder.contents("run")
        try Program.netspec.run(
            ["train", "tiny.yaml", "--run", "parts", "--threads", "1", "--max-steps", "3"], in: folder
        ).expectSuccess()
        try Program.netspec.run(
            ["train", "tiny.yaml", "--run", "parts", "--threads", "1", "--resume"], in: folder
        ).expectSuccess()
        let weights = "checkpoints/step-00000008.safetensors"
        #expect(!whole.isEmpty)
        #expect(try folder.bytes("run/\(weights)") == folder.bytes("parts/\(weights)"))
        #expect(try folder.bytes("run/spec.yaml") == folder.bytes("parts/spec.yaml"))
        // The resolved spec stands alone.
        try folder.remove("base.yaml")
        try Program.netspec.run(
            ["train", "run/spec.yaml", "--run", "run", "--resume", "--threads", "1"], in: folder
        ).expectSuccess()
        try Program.netspec.run(["eval", "run", "--threads", "1"], in: folder).expectSuccess()
    }

    /// 3·3·3·4 + 4 in `conv`, 3·3·4·4 + 4 in the residual body, then 4, 8 and 12 filters of 3×3 and their biases; 12·10 + 10.
    @Test func costsAreThoseOfWhatItStandsFor() throws {
        let outcome = try Program.netspec.run(["summary", "tiny.yaml", "--format", "json"], in: folder)
        let totals = try #require(try outcome.object()["totals"] as? [String: Int])
        let stages = (9 * 4 * 4 + 4) + (9 * 4 * 8 + 8) + (9 * 8 * 12 + 12)
        #expect(totals["parameters"] == 112 + 148 + stages + 130)
    }

    /// 8 / 4 = 2 rows of 4 channels arrive at the classifier's linear layer.
    @Test func whyKnowsTheWayOfAnAuxiliaryClassifier() throws {
        let outcome = try Program.netspec.run(["why", "tiny.yaml", "head/fc"], in: folder)
        outcome.expectSuccess()
        for words in [
            "`head/fc` (`linear`) gives [10]", "[4, 2, 2]", "`head/max-pool`", "`classes` of the spec", "base.yaml",
        ] { #expect(outcome.output.contains(words), "\(outcome.output)") }
        #expect(!outcome.output.contains("stage_1"), "\(outcome.output)")
    }
}
