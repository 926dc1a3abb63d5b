import TestSupport
import Testing

/// What the machine refuses: exit code 2, and nothing lost that was there before.
struct FailureTests {
    /// A network whose checkpoints are too large for a small limit; everything else it writes is not.
    private func folderWithLargeRun() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write(
            TinySpec.text.replacing("outputs: 10}", with: "outputs: 2000}\n  - linear: {outputs: 10}"), to: "tiny.yaml")
        try TinySpec.train(folder, "--max-steps", "2").expectSuccess()
        return folder
    }

    @Test func fullDiskKeepsTheLastCheckpoint() throws {
        let folder = try folderWithLargeRun()
        let before = try folder.contents("run/checkpoints")
        let outcome = try TinySpec.train(folder, "--resume", prelude: "ulimit -f 40")
        #expect(outcome.status == 2)
        #expect(outcome.output == "")
        #expect(outcome.messages.contains("error: cannot write `run/checkpoints/step-00000008"))
        #expect(outcome.messages.contains("File too large"))
        #expect(outcome.messages.contains("help: make sure that there is room"))
        #expect(outcome.messages.contains("go on from the last checkpoint with `--resume`"))
        #expect(try folder.contents("run/checkpoints") == before)
        try TinySpec.train(folder, "--resume").expectSuccess()
    }

    @Test func resultThatCannotBeWrittenKeepsTheRun() throws {
        let folder = try TinySpec.folder()
        let outcome = try TinySpec.train(folder, prelude: "exec >/dev/full")
        #expect(outcome.status == 2)
        #expect(outcome.messages.contains("cannot write the result: No space left on device"))
        #expect(folder.exists("run/checkpoints/step-00000008.safetensors"))
    }

    @Test func closedStreamsAreNotTakenForFiles() throws {
        let folder = try TinySpec.folder()
        #expect(try TinySpec.train(folder, prelude: "exec >&- 2>&- <&-").status == 2)
        let metrics = try folder.text("run/metrics.jsonl")
        #expect(metrics.split(separator: "\n").count == 9)
        #expect(metrics.split(separator: "\n").allSatisfy { $0.hasPrefix("{\"schema\"") })
    }

    @Test func folderThatCannotBeMade() throws {
        let folder = try TinySpec.folder()
        try Program.netspec.run(["train", "tiny.yaml", "--run", "tiny.yaml/run"], in: folder)
            .expectRefusal(2, "cannot make the folder `tiny.yaml/run`: Not a directory", "help:")
        try Program.netspec.run(["train", "tiny.yaml", "--run", "tiny.yaml"], in: folder)
            .expectRefusal(1, "`tiny.yaml` must be a folder")
        // Whoever may not make it is told so, and not that it is not there.
        let outcome = try Program.netspec.run(["train", "tiny.yaml", "--run", "/sys/netspec-run"], in: folder)
        outcome.expectRefusal(2, "cannot make the folder `/sys/netspec-run`")
        #expect(!outcome.messages.contains("No such file"))
    }

    @Test func batchThatNeedsMoreMemoryThanThereIs() throws {
        let folder = try TinySpec.folder()
        try TinySpec.train(
            folder, "--set", "data.source.synthetic.train=70000", "--set", "train.batch=65536", "--set",
            "network.conv.filters=2000", prelude: "ulimit -v 3000000"
        ).expectRefusal(
            1, "error[batch-too-large]: `batch` must fit into memory: 65536 pictures need ", "help: lower it to ")
        #expect(!folder.exists("run"))
    }
}
