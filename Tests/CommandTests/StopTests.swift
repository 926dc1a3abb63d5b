import Foundation
import TestSupport
import Testing

/// How a training that is asked to stop ends, and one whose reader goes away.
struct StopTests {
    /// With one thread and no tuning; epochs without end.
    private func start(_ folder: TemporaryFolder, _ more: String..., prelude: String? = nil) throws -> StartedProgram {
        try Program.netspec.start(
            ["train", "tiny.yaml", "--run", "run", "--backend", "reference", "--set", "train.epochs=1000000"] + more,
            in: folder, prelude: prelude)
    }

    private func waitForACheckpoint(_ program: StartedProgram, _ folder: TemporaryFolder, steps: Int = 8) throws {
        let digits = String(repeating: "0", count: 8 - "\(steps)".count) + "\(steps)"
        try program.wait(for: "a checkpoint") { folder.exists("run/checkpoints/step-\(digits).safetensors") }
    }

    /// A step of seconds, in which a second request comes. Where the first came between two steps, the training has ended in good
    /// order before, and is tried again.
    @Test(arguments: [(SIGINT, SIGTERM), (SIGTERM, SIGINT), (SIGINT, SIGINT)])
    func aSecondRequestOfEitherKindStopsAtOnce(first: Int32, second: Int32) throws {
        for _ in 0..<5 {
            let folder = try TinySpec.folder()
            let program = try start(
                folder, "--set", "network.conv.filters=128", "--set", "network.conv.stride=1", "--set",
                "train.batch=256", "--set", "train.evaluate-every=0", "--set", "train.checkpoint-every=1000000")
            try program.wait(for: "a step") { (try? folder.text("run/metrics.jsonl").contains("\n")) ?? false }
            kill(program.process.processIdentifier, first)
            try program.wait(for: "a message") { try program.messages().contains("stopping after this step") }
            kill(program.process.processIdentifier, second)
            let outcome = try program.outcome()
            if outcome.signal == nil, outcome.messages.contains("next: ") { continue }
            #expect(outcome.signal == second, "\(outcome.messages)")
            return
        }
        Issue.record("a request never came within a step")
    }

    @Test func anIgnoredInterruptStaysIgnored() throws {
        let folder = try TinySpec.folder()
        let program = try start(folder, prelude: "trap '' INT")
        try waitForACheckpoint(program, folder)
        kill(program.process.processIdentifier, SIGINT)
        try waitForACheckpoint(program, folder, steps: 32)
        #expect(try !program.messages().contains("stopping"))
        kill(program.process.processIdentifier, SIGTERM)
        let outcome = try program.outcome()
        outcome.expectSuccess()
        #expect(outcome.messages.contains("next: netspec train run/spec.yaml --run run --resume --backend reference\n"))
    }

    /// The evaluation alone would take far longer than the test may.
    @Test func anEvaluationIsNotWaitedFor() throws {
        let folder = try TinySpec.folder()
        let program = try start(
            folder, "--set", "data.source.synthetic.test=100000", "--set", "train.batch=8", "--set",
            "data.source.synthetic.train=16")
        try waitForACheckpoint(program, folder, steps: 2)
        kill(program.process.processIdentifier, SIGTERM)
        let outcome = try program.outcome()
        outcome.expectSuccess()
        #expect(outcome.output.contains("run: run, 2 steps\n"))
        #expect(try !folder.text("run/metrics.jsonl").contains("\"test\""))
    }

    @Test func aProofThatIsStoppedLeavesNothing() throws {
        let folder = try TinySpec.folder()
        try folder.makeFolder("temporary")
        let program = try Program.netspec.start(
            [
                "train", "tiny.yaml", "--verify-resume", "--max-steps", "1000000", "--backend", "reference", "--set",
                "train.epochs=1000000",
            ], in: folder, prelude: "TMPDIR=\"$PWD/temporary\"; export TMPDIR")
        try program.wait(for: "a step") {
            folder.names("temporary").contains { name in
                (try? folder.text("temporary/\(name)/whole/metrics.jsonl").contains("\n")) ?? false
            }
        }
        kill(program.process.processIdentifier, SIGINT)
        try program.outcome().expectRefusal(
            1, "the training must be made twice up to step 1000000, and was stopped before")
        #expect(folder.names("temporary").isEmpty)
    }

    @Test func aReaderThatGoesAwayEndsNoTraining() throws {
        let folder = try TinySpec.folder()
        let command = "\"$0\" train tiny.yaml --run run --threads 1 2>&1 | head -n 1; exit ${PIPESTATUS[0]}"
        try Program.bash.run(["-c", command, Program.netspec.path], in: folder).expectSuccess()
        #expect(folder.exists("run/checkpoints/step-00000008.safetensors"))
    }

    @Test func severalThatBeginAtOnceGetAFolderEach() throws {
        let folder = try TinySpec.folder()
        let programs = try (1...3).map { _ in
            try Program.netspec.start(
                ["train", "tiny.yaml", "--backend", "reference", "--max-steps", "1"], in: folder)
        }
        for program in programs {
            let outcome = try program.outcome()
            outcome.expectSuccess()
            #expect(outcome.output.contains(", 1 step\n"))
        }
        #expect(folder.names("runs") == ["tiny", "tiny-2", "tiny-3"])
    }
}
