import TestSupport
import Testing
import ThisMachine

struct PlanTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TinySpec.folder()
    }

    private func plan(_ arguments: String...) throws -> Outcome {
        try Program.netspec.run(["plan", "tiny.yaml", "--threads", "1"] + arguments, in: folder)
    }

    @Test func tellsOfOperationsMemoryAndTime() throws {
        let outcome = try plan("--batch", "4")
        outcome.expectSuccess()
        for part in [
            "tiny: training, batch 4, float32, 1 thread\n", "passes: ", "fuse-relu, ", "backward ms", "conv", "scores",
            "optimizer", "memory of a training:\n", "  optimiser state (velocity) ", "  predicted peak ",
            "a step computes in an arena of ", "predicted: ", "GFLOP/s",
        ] {
            #expect(outcome.output.contains(part), "\(part)")
        }
    }

    @Test func flatListsThePlanAndEveryOperation() throws {
        let outcome = try plan("--batch", "4", "--flat", "--without-pass", "fuse-relu")
        outcome.expectSuccess()
        let layout = try ThisMachine.layout(
            ofConvolutionOf: [4, 3, 32, 32], weights: [4, 3, 3, 3], stride: 4, to: [4, 4, 8, 8])
        for part in [
            "; left out: fuse-relu\n", "\nconv(input)\n", "\nscores(pool)\n", "\nforward", try #require(layout),
            "! may be overwritten",
            "? may be computed again in the backward pass",
        ] {
            #expect(outcome.output.contains(part), "\(part)")
        }
    }

    @Test func evaluationHasNoGradients() throws {
        let outcome = try plan("--phase", "eval", "--batch", "4")
        outcome.expectSuccess()
        #expect(outcome.output.contains("memory of an evaluation:"))
        #expect(!outcome.output.contains("\n  gradients ") && !outcome.output.contains("optimizer"))
    }

    /// Learned: 108 weights on 7 cache lines of 16 numbers, 4 biases on 1, 40 weights on 3, 10 biases on 1.
    @Test func memoryByHand() throws {
        let result = try plan("--batch", "4", "--format", "json").object()
        #expect(result["batch"] as? Int == 4)
        #expect(try #require(result["predictedSecondsPerStep"] as? Double) > 0)
        let memory = try #require(result["memory"] as? [String: Any])
        let learned = 4 * 16 * (7 + 1 + 3 + 1)
        for part in ["parameters", "gradients", "optimizerState"] {
            #expect(memory[part] as? Int == learned, "\(part)")
        }
        // Four batches of training and four of an evaluation.
        #expect(memory["pictures"] as? Int == 8 * 4 * 3 * 32 * 32 * 4)
        let arena = try #require(memory["arena"] as? [String: Any])
        let (bytes, least) = (try #require(arena["bytes"] as? Int), try #require(arena["leastBytes"] as? Int))
        // The pictures and the convolution's output, at least 4 channels of 8×8 places: how many more there are in a block
        // depends on the machine.
        #expect(least >= 4 * 4 * (3 * 32 * 32 + 4 * 8 * 8) && bytes >= least)
        let operations = try #require(result["operations"] as? [[String: Any]])
        #expect(operations.contains { $0["paths"] as? [String] == ["conv"] && $0["pass"] as? String == "backward" })
    }

    @Test func theReferencePlansNoMemory() throws {
        let outcome = try plan("--backend", "reference", "--batch", "4")
        outcome.expectSuccess()
        #expect(!outcome.output.contains("memory") && !outcome.output.contains("predicted"))
    }

    @Test(arguments: [
        (["--batch", "0"], "--batch must be from 1 to 65536, found 0"),
        (["--depth", "0"], "--depth must be at least 1, found 0"),
    ]) func wrongUsageIs64(arguments: [String], words: String) throws {
        try Program.netspec.run(["plan", "tiny.yaml"] + arguments, in: folder).expectRefusal(64, words)
    }
}
