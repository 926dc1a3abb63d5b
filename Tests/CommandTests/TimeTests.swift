import Testing

struct TimeTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TinySpec.folder()
    }

    private func time(_ arguments: String...) throws -> Outcome {
        try Program.netspec.run(["time", "tiny.yaml", "--threads", "1", "--steps", "1"] + arguments, in: folder)
    }

    @Test(arguments: ["train", "eval"]) func resultHoldsWhatWasPromised(phase: String) throws {
        let outcome = try time("--phase", phase, "--batch", "4", "--format", "json")
        outcome.expectSuccess()
        let result = try outcome.object()
        let speed = try #require(result["imagesPerSecond"] as? Double)
        let seconds = try #require(result["secondsPerStep"] as? Double)
        #expect(abs(speed * seconds - 4) < 1e-6)
        let layers = try #require(result["layers"] as? [[String: Any]])
        let paths = layers.compactMap { $0["path"] as? String }
        for layer in ["conv", "scores"] { #expect(paths.contains { $0.contains(layer) }) }
        #expect(paths.contains("optimizer") == (phase == "train"))
        #expect(try #require(result["peakGigaflopsPerSecond"] as? Double) > 0)
    }

    @Test func tableListsPartsAndThroughput() throws {
        let outcome = try time("--batch", "4")
        outcome.expectSuccess()
        for part in ["tiny: training, batch 4, float32, 1 thread", "images a second", "backward ms", "optimizer"] {
            #expect(outcome.output.contains(part))
        }
    }

    @Test func batchIsTheSpecsIfLeftOut() throws {
        let outcome = try time("--format", "json")
        #expect(try outcome.object()["batch"] as? Int == 32)
    }

    @Test(arguments: ["--batch", "--steps", "--depth"]) func countsBelowOneAreWrongUsage(option: String) throws {
        try Program.netspec.run(["time", "tiny.yaml", option, "0"], in: folder)
            .expectRefusal(64, "\(option) must be at least 1, found 0")
    }
}
