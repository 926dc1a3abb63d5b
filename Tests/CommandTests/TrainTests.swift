import Foundation
import TestSupport
import Testing

struct TrainTests {
    @Test func runFolderHoldsWhatWasPromised() throws {
        let folder = try TinySpec.folder()
        let outcome = try TinySpec.train(folder)
        outcome.expectSuccess()
        #expect(outcome.output.contains("test: top-1 "))
        #expect(outcome.output.contains("run: run, 8 steps\n"))
        #expect(outcome.messages.hasSuffix("next: netspec eval run --threads 1\n"))
        #expect(
            folder.names("run") == [
                "algorithms.tsv", "checkpoints", "computation.json", "evaluation-test.json", "metrics.jsonl",
                "report.html", "run.json", "spec.yaml",
            ])
        #expect(
            folder.names("run/checkpoints") == [
                "best.safetensors", "step-00000008.optimizer.safetensors", "step-00000008.safetensors",
            ])
        let lines = try folder.text("run/metrics.jsonl").split(separator: "\n")
            .map { try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]) }
        #expect(lines.map { $0["step"] as? Int } == [1, 2, 3, 4, 5, 6, 7, 8, 8])
        #expect(lines.map { $0["split"] as? String } == [String](repeating: "train", count: 8) + ["test"])
        let keys: Set = ["step", "epoch", "split", "loss", "top1", "learningRate", "imagesPerSecond"]
        for line in lines { #expect(keys.isSubset(of: line.keys)) }
        #expect(lines.allSatisfy { $0["learningRate"] as? Double == 0.05 && $0["epoch"] as? Int == 1 })
    }

    @Test func resultAsJSON() throws {
        let folder = try TinySpec.folder()
        let outcome = try TinySpec.train(folder, "--max-steps", "2", "--format", "json")
        outcome.expectSuccess()
        let result = try outcome.object()
        #expect(result["run"] as? String == "run")
        #expect(result["step"] as? Int == 2)
        #expect(result["complete"] as? Bool == false)
    }

    @Test func runIsNeverOverwritten() throws {
        let folder = try TinySpec.folderWithRun()
        let before = try folder.contents("run")
        try TinySpec.train(folder).expectRefusal(1, "`run` holds `spec.yaml` of a run", "help:", "--resume")
        #expect(try folder.contents("run") == before)
    }

    @Test func withoutAFolderEachRunGetsItsOwn() throws {
        let folder = try TinySpec.folder()
        for _ in 1...2 {
            try Program.netspec.run(["train", "tiny.yaml", "--max-steps", "1", "--threads", "1"], in: folder)
                .expectSuccess()
        }
        #expect(folder.names("runs") == ["tiny", "tiny-2"])
    }

    @Test func resumedRunHasTheSameBits() throws {
        let (whole, parts) = (try TinySpec.folderWithRun(), try TinySpec.folder())
        let first = try TinySpec.train(parts, "--max-steps", "3")
        first.expectSuccess()
        #expect(first.messages.hasSuffix("next: netspec train run/spec.yaml --run run --resume --threads 1\n"))
        try Program.netspec.run(["train", "run/spec.yaml", "--run", "run", "--resume", "--threads", "1"], in: parts)
            .expectSuccess()
        let weights = "run/checkpoints/step-00000008.safetensors"
        #expect(try whole.bytes(weights) == parts.bytes(weights))
        #expect(try whole.bytes("run/spec.yaml") == parts.bytes("run/spec.yaml"))
    }

    /// The first of the options are those of the run's beginning. It has convolutions for which there is but one algorithm.
    @Test(arguments: [
        (["--threads", "1"], false), (["--threads", "2"], true), (["--threads", "1", "--no-tune"], false),
        (["--backend", "reference"], true),
    ])
    func aRunThatGoesOnOtherwiseSaysSo(options: [String], isTold: Bool) throws {
        let folder = try TinySpec.folder()
        try TinySpec.train(folder, "--max-steps", "2").expectSuccess()
        let began = try folder.bytes("run/algorithms.tsv")
        let resumed = try Program.netspec.run(
            ["train", "tiny.yaml", "--run", "run", "--resume", "--max-steps", "3"] + options, in: folder)
        resumed.expectSuccess()
        #expect(resumed.messages.contains("note: the run began otherwise: ") == isTold)
        #expect(try folder.bytes("run/algorithms.tsv") == began)
    }

    @Test func resumeNeedsTheSameSpec() throws {
        let folder = try TinySpec.folderWithRun()
        let before = try folder.contents("run")
        try TinySpec.train(folder, "--resume", "--set", "train.optimizer.sgd.rate=1")
            .expectRefusal(
                1, "`train.optimizer.sgd.rate` must stay `0.05` when the run goes on, found `1`", "run/spec.yaml:12:55",
                "help: write `rate: 0.05` to go on")
        #expect(try folder.contents("run") == before)
    }

    /// As where one was killed before its first file was written; the same command without `--resume` begins it.
    @Test func aRunThatWasNotBegunIsNotGoneOnWith() throws {
        let folder = try TinySpec.folder()
        try folder.makeFolder("run")
        for name in ["none", "run"] {
            try Program.netspec.run(["train", "tiny.yaml", "--run", name, "--resume"], in: folder).expectRefusal(
                1, "`\(name)` must hold a run to go on with, and none was begun there",
                "help: leave out `--resume` to begin one there")
        }
        #expect(!folder.exists("none"))
        try TinySpec.train(folder, "--max-steps", "1").expectSuccess()
    }

    @Test(arguments: ["TERM", "INT", "HUP"]) func signalLeavesACheckpoint(signal: String) throws {
        let folder = try TinySpec.folder()
        let program = try Program.netspec.start(
            ["train", "tiny.yaml", "--run", "run", "--threads", "1", "--set", "train.epochs=1000000"], in: folder)
        while program.process.isRunning, !folder.exists("run/checkpoints/step-00000008.safetensors") { usleep(10_000) }
        let killer = try Process.run(
            URL(fileURLWithPath: "/bin/sh"), arguments: ["-c", "kill -\(signal) \(program.process.processIdentifier)"])
        killer.waitUntilExit()
        let outcome = try program.outcome()
        outcome.expectSuccess()
        let steps = try #require(outcome.output.firstMatch(of: /run: run, (\d+) steps/))
        let digits = String(repeating: "0", count: 8 - steps.1.count) + steps.1
        #expect(folder.exists("run/checkpoints/step-\(digits).optimizer.safetensors"))
        #expect(folder.exists("run/checkpoints/step-\(digits).safetensors"))
    }

    @Test func whatCannotBeTrainedLeavesNothingBehind() throws {
        let folder = try TinySpec.folder()
        try TinySpec.train(folder, "--set", "train.batch=257")
            .expectRefusal(1, "at most the 256 training pictures", "write `batch: 256` or less")
        try TinySpec.train(folder, "--set", "train.optimizer.sgd.rate=0").expectRefusal(
            1, "`rate` must be a number above 0")
        try folder.write(TinySpec.text.split(separator: "\n").dropLast().joined(separator: "\n"), to: "no-train.yaml")
        try Program.netspec.run(["train", "no-train.yaml", "--run", "run"], in: folder)
            .expectRefusal(1, "error[missing-field]", "`train`")
        #expect(folder.names() == ["no-train.yaml", "tiny.yaml"])
    }

    @Test func tellsWhatWasForetoldAndMeasured() throws {
        let folder = try TinySpec.folder()
        let text = try TinySpec.train(folder, "--max-steps", "2").output
        #expect(text.contains(" ms a step; waited "))
        #expect(text.contains("predicted: ") && text.contains(" of memory at most; measured: "))
        // The time of so few steps, and of so short ones, is not what a forecast is for.
        #expect(!text.contains(" ms ("), "\(text)")
        let result = try TinySpec.train(folder, "--resume", "--format", "json").object()
        let waited = try #require(result["waited"] as? Double)
        #expect((0...1).contains(waited))
        let predicted = try #require(result["predicted"] as? [String: Double])
        #expect(Set(predicted.keys) == ["secondsPerStep", "peakBytes", "measuredSecondsPerStep", "measuredPeakBytes"])
    }

    @Test func aBatchBeyondTheMemoryIsRefusedWhereItIsWritten() throws {
        let folder = try TinySpec.folder()
        // The convolution's output alone: 3,844 places, 4,096 numbers of 4 bytes, 256 pictures, 15 GiB.
        let arguments = [
            "train", "tiny.yaml", "--run", "run", "--threads", "1", "--set", "network.conv.filters=4096", "--set",
            "network.conv.stride=1", "--set", "network.conv.pad=15",
        ]
        try Program.netspec.run(
            arguments + ["--set", "train.batch=256"], in: folder, prelude: "ulimit -v 2000000"
        ).expectRefusal(
            1, "error[batch-too-large]: `batch` must fit into memory: 256 pictures need ", "--> --set train.batch",
            "and `ulimit -v` leaves ", "the largest that fits")
        try Program.netspec.run(arguments, in: folder, prelude: "ulimit -v 2000000").expectRefusal(
            1, "error[batch-too-large]: `batch` must fit into memory: 32 pictures need ", "--> tiny.yaml:",
            "the largest that fits")
        #expect(folder.names() == ["tiny.yaml"])
    }

    @Test func divergedTrainingIsTheSpecsFault() throws {
        let folder = try TinySpec.folder()
        let outcome = try TinySpec.train(folder, "--set", "train.optimizer.sgd.rate=1e30")
        #expect(outcome.status == 1)
        #expect(outcome.messages.contains("the training diverged"))
        #expect(outcome.output == "")
    }
}
