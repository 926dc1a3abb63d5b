import TestSupport
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

    @Test func foretellsWhatItMeasures() throws {
        let result = try time("--batch", "4", "--format", "json").object()
        let predicted = try #require(result["predicted"] as? [String: Double])
        #expect(Set(predicted.keys) == ["secondsPerStep", "peakBytes", "measuredSecondsPerStep", "measuredPeakBytes"])
        #expect(predicted.values.allSatisfy { $0 > 0 })
        #expect(predicted["measuredSecondsPerStep"] == result["secondsPerStep"] as? Double)
        let text = try time("--batch", "4").output
        #expect(text.contains("predicted: ") && text.contains(" of memory at most; measured: "))
    }

    @Test func aBatchBeyondTheMemoryIsRefused() throws {
        // A picture has 3 · 32 · 32 numbers of 4 bytes: 65,536 of them alone take 768 MiB.
        let outcome = try Program.netspec.run(
            ["time", "tiny.yaml", "--threads", "1", "--batch", "65536"], in: folder, prelude: "ulimit -v 1000000")
        outcome.expectRefusal(
            1, "error: `--batch` must fit into memory: 65536 pictures need ", ", and `ulimit -v` leaves ",
            "= help: lower it to ", ", the largest that fits")
    }

    @Test func hugeBatchesAreWrongUsage() throws {
        try Program.netspec.run(["time", "tiny.yaml", "--batch", "65537"], in: folder)
            .expectRefusal(64, "--batch must be from 1 to 65536, found 65537")
    }

    @Test(arguments: ["--steps", "--depth"]) func countsBelowOneAreWrongUsage(option: String) throws {
        try Program.netspec.run(["time", "tiny.yaml", option, "0"], in: folder)
            .expectRefusal(64, "\(option) must be at least 1, found 0")
    }
}
