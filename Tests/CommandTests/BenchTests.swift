import TestSupport
import Testing

struct BenchTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TinySpec.folder()
    }

    private func kernels(_ arguments: String...) throws -> Outcome {
        try Program.bench.run(["kernels", "tiny.yaml", "--threads", "1", "--steps", "1"] + arguments, in: folder)
    }

    @Test func checksAndTimesEachKernel() throws {
        let outcome = try kernels("--batch", "4")
        outcome.expectSuccess()
        for part in [
            "checked on 2 pictures, relative errors: scores ", "tiny training, batch 4, 1 threads",
            "forward: convolution", "backward: ",
            "GFLOP/s, ",
            "GB/s, ", "all together: ",
        ] {
            #expect(outcome.output.contains(part), "\(part)")
        }
    }

    @Test func evaluationHasNoBackwardKernels() throws {
        let outcome = try kernels("--batch", "4", "--phase", "evaluation")
        outcome.expectSuccess()
        #expect(outcome.output.contains("forward: ") && !outcome.output.contains("backward: "))
    }

    @Test(arguments: [["--batch", "0"], ["--steps", "0"], ["--threads", "0"]])
    func wrongUsageIs64(arguments: [String]) throws {
        try Program.bench.run(["kernels", "tiny.yaml"] + arguments, in: folder).expectRefusal(64, "must be at least 1")
    }

    @Test func wrongSpecIs1() throws {
        try folder.write("netspec: 1\n", to: "wrong.yaml")
        try Program.bench.run(["kernels", "wrong.yaml"], in: folder)
            .expectRefusal(1, "see `netspec validate wrong.yaml`")
    }

    @Test func frontEndIsTimedAndItsAnswersAreChecked() throws {
        let outcome = try Program.bench.run(
            ["front-end", "tiny.yaml", "--layers", "20", "--runs", "1", "--program", Program.netspec.path], in: folder)
        outcome.expectSuccess()
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.count == 7)
        #expect(lines.dropFirst().allSatisfy { $0.hasSuffix(" ms") }, "\(outcome.output)")
    }

    @Test func frontEndThatFailsIsNoMeasurement() throws {
        let outcome = try Program.bench.run(
            ["front-end", "none.yaml", "--runs", "1", "--program", Program.netspec.path], in: folder)
        #expect(outcome.status == 1)
        #expect(outcome.messages.contains("`netspec validate none.yaml` must succeed"), "\(outcome.messages)")
    }
}
