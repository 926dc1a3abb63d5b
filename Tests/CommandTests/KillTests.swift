import Foundation
import TestSupport
import Testing

/// `kill -9` at any moment leaves a folder that can be gone on with, and no other bits.
struct KillTests {
    private static let spec = TinySpec.text.replacing("train: 256, test: 64", with: "train: 64, test: 16")
        .replacing("epochs: 1, batch: 32,", with: "epochs: 2, batch: 8, checkpoint-every: {steps: 3},")

    private func arguments(_ run: String, in folder: TemporaryFolder, weights: String?) -> [String] {
        ["train", "tiny.yaml", "--run", run, "--backend", "reference"]
            + (folder.exists("\(run)/spec.yaml") ? ["--resume"] : weights.map { ["--weights", $0] } ?? [])
    }

    @Test func fiftyRandomMoments() throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.spec, to: "tiny.yaml")
        try killAndGoOn(50, in: folder, weights: nil)
    }

    /// A run that began with weights of a file never goes on from others.
    @Test func randomMomentsOfARunWithWeights() throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.spec, to: "tiny.yaml")
        try Program.netspec.run(
            ["train", "tiny.yaml", "--run", "first", "--backend", "reference", "--max-steps", "2"], in: folder
        ).expectSuccess()
        try killAndGoOn(25, in: folder, weights: "first/checkpoints/step-00000002.safetensors")
    }

    private func killAndGoOn(_ times: Int, in folder: TemporaryFolder, weights: String?) throws {
        let start = ContinuousClock.now
        try Program.netspec.run(arguments("whole", in: folder, weights: weights), in: folder).expectSuccess()
        let whole = Int((ContinuousClock.now - start) / .microseconds(1))
        // The moments are drawn; what they hit depends on the machine.
        var random = LinearCongruence(state: 12)
        var (run, runs) = ("run-1", 1)
        for _ in 1...times {
            let program = try Program.netspec.start(arguments(run, in: folder, weights: weights), in: folder)
            usleep(UInt32(random.next() % UInt64(max(1, whole))))
            kill(program.process.processIdentifier, SIGKILL)
            let outcome = try program.outcome()
            #expect(outcome.signal == SIGKILL || outcome.status == 0, "\(outcome.messages)")
            if outcome.status == 0, outcome.signal == nil {
                runs += 1
                run = "run-\(runs)"
            }
        }
        for number in 1...runs {
            let run = "run-\(number)"
            try Program.netspec.run(arguments(run, in: folder, weights: weights), in: folder).expectSuccess()
            for name in ["step-00000016.safetensors", "step-00000016.optimizer.safetensors", "best.safetensors"] {
                let path = "checkpoints/\(name)"
                #expect(try folder.bytes("\(run)/\(path)") == folder.bytes("whole/\(path)"), "\(run), \(name)")
            }
            let left = folder.names(run) + folder.names("\(run)/checkpoints")
            #expect(!left.contains { $0.hasSuffix(".partial") }, "\(left)")
        }
    }
}

/// Knuth's numbers, MMIX.
private struct LinearCongruence {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state >> 33
    }
}
