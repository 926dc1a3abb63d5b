import Foundation
import TestSupport
import Testing

/// Runs under variables that make OpenMP's teams smaller: kernels of oneDNN's wait for ever for a thread that is missing.
@Suite(.timeLimit(.minutes(3))) struct ThreadTests {
    /// A convolution whose gradients the threads add up together.
    private static let text = TinySpec.text
        .replacingOccurrences(
            of: "filters: 4, kernel: 3, stride: 4}",
            with: "filters: 16, kernel: 3, stride: 4}\n  - convolution: {filters: 32, kernel: 3, pad: 1}")

    /// The weights after three steps, and what was said but for the speed.
    private func train(_ prelude: String?, threads: Int) throws -> (weights: Data, messages: String) {
        let folder = try TemporaryFolder()
        try folder.write(Self.text, to: "tiny.yaml")
        let outcome = try Program.netspec.run(
            ["train", "tiny.yaml", "--run", "run", "--no-tune", "--max-steps", "3", "--threads", "\(threads)"],
            in: folder, prelude: prelude)
        outcome.expectSuccess()
        let weights = folder.path + "/run/checkpoints/step-00000003.safetensors"
        let messages = outcome.messages.split(separator: "\n").filter { !$0.contains(" pictures/s") }
        return (try Data(contentsOf: URL(fileURLWithPath: weights)), messages.joined(separator: "\n"))
    }

    @Test(arguments: ["OMP_DYNAMIC=true", "OMP_MAX_ACTIVE_LEVELS=0", "OMP_NUM_THREADS=1", "OMP_THREAD_LIMIT=2"])
    func theTeamIsAsLargeAsAskedFor(_ variable: String) throws {
        let plain = try train(nil, threads: 2)
        let found = try train("export \(variable)", threads: 2)
        #expect(found.weights == plain.weights)
        #expect(found.messages == plain.messages)
    }

    /// Kernels run past a smaller stack's end.
    @Test func aStackTooSmallIsRefused() throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.text, to: "tiny.yaml")
        try Program.netspec.run(
            ["train", "tiny.yaml", "--run", "run", "--threads", "2"], in: folder, prelude: "export OMP_STACKSIZE=64K"
        ).expectRefusal(2, "`OMP_STACKSIZE` or `ulimit -s`", "unset the variable")
        #expect(folder.names("run") == [])
    }

    @Test func whereTheLimitIsLowerThatManyCompute() throws {
        let one = try train(nil, threads: 1)
        let found = try train("export OMP_THREAD_LIMIT=1", threads: 2)
        #expect(found.weights == one.weights)
        #expect(found.messages.contains("note: 1 thread of the 2 asked for: `OMP_THREAD_LIMIT` allows no more\n"))
        let two = try train("export OMP_THREAD_LIMIT=2", threads: 4)
        #expect(two.messages.contains("note: 2 threads of the 4 asked for"))
    }

    @Test func moreThreadsThanProcessorsAreTold() throws {
        let processors = ProcessInfo.processInfo.activeProcessorCount
        let found = try train(nil, threads: processors + 1)
        #expect(found.messages.contains("note: \(processors + 1) threads share "))
        #expect(try !train(nil, threads: processors).messages.contains("threads share"))
    }
}
