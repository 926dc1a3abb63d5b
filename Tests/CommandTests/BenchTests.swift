import Testing

struct BenchTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TinySpec.folder()
    }

    private func network(_ arguments: String...) throws -> Outcome {
        try Program.bench.run(["network", "tiny.yaml", "--threads", "1"] + arguments, in: folder)
    }

    @Test(arguments: ["training", "evaluation"]) func measuresASpec(phase: String) throws {
        let outcome = try network("--batch", "4", "--steps", "2", "--phase", phase)
        outcome.expectSuccess()
        #expect(outcome.output.hasPrefix("tiny \(phase), batch 4, 1 threads: "))
        #expect(outcome.output.contains("pictures/s"))
    }

    @Test func showsWhereTheTimeGoes() throws {
        let outcome = try network("--batch", "4", "--steps", "1", "--profile", "--operations")
        outcome.expectSuccess()
        for part in ["forward: ", "backward: ", "GFLOP/s", "sum of the operations: "] {
            #expect(outcome.output.contains(part))
        }
    }

    @Test(arguments: [["--batch", "0"], ["--steps", "0"], ["--threads", "0"]])
    func wrongUsageIs64(arguments: [String]) throws {
        try Program.bench.run(["network", "tiny.yaml"] + arguments, in: folder).expectRefusal(64, "must be at least 1")
    }

    @Test func wrongSpecIs1() throws {
        try folder.write("netspec: 1\n", to: "wrong.yaml")
        try Program.bench.run(["network", "wrong.yaml"], in: folder)
            .expectRefusal(1, "see `netspec validate wrong.yaml`")
    }
}
