import TestSupport
import Testing

struct EvaluateTests {
    private static let weights = "run/checkpoints/step-00000008.safetensors"

    private func evaluate(_ arguments: String..., in folder: TemporaryFolder) throws -> Outcome {
        try Program.netspec.run(["eval"] + arguments + ["--threads", "1"], in: folder)
    }

    @Test func runAsJSON() throws {
        let outcome = try evaluate("run", "--format", "json", in: TinySpec.folderWithRun())
        outcome.expectSuccess()
        let result = try outcome.object()
        #expect(result.keys.sorted() == ["classes", "confusion", "loss", "samples", "top1", "top5"])
        #expect(result["samples"] as? Int == 64)
        let classes = try #require(result["classes"] as? [String])
        let confusion = try #require(result["confusion"] as? [[Int]])
        #expect(classes.count == 10)
        #expect(confusion.count == 10 && confusion.allSatisfy { $0.count == 10 })
        #expect(confusion.joined().reduce(0, +) == 64)
        // The classes take turns, so that the first four have seven pictures and the others six.
        #expect(confusion.map { $0.reduce(0, +) } == [7, 7, 7, 7, 6, 6, 6, 6, 6, 6])
        let (top1, top5) = (try #require(result["top1"] as? Double), try #require(result["top5"] as? Double))
        #expect(top1 == Double((0..<10).reduce(0) { $0 + confusion[$1][$1] }) / 64)
        #expect(top1 <= top5 && top5 <= 1)
        let loss = try #require(result["loss"] as? Double)
        #expect(loss > 0 && loss < 10)
    }

    @Test func runAsText() throws {
        let outcome = try evaluate("run", in: TinySpec.folderWithRun())
        outcome.expectSuccess()
        #expect(outcome.output.hasPrefix("test: top-1 "))
        #expect(outcome.output.contains("64 pictures"))
        #expect(outcome.output.contains("right class (row) and answer (column)"))
    }

    @Test func specWithWeightsAndRunWithWeightsAreTheSame() throws {
        let folder = try TinySpec.folderWithRun()
        let run = try evaluate("run", "--format", "json", in: folder)
        for path in ["tiny.yaml", "run"] {
            let outcome = try evaluate(path, "--weights", Self.weights, "--format", "json", in: folder)
            outcome.expectSuccess()
            #expect(outcome.output == run.output)
        }
    }

    @Test func backendsAgree() throws {
        let folder = try TinySpec.folderWithRun()
        let results = try ["onednn", "reference"].map {
            try evaluate("run", "--format", "json", "--backend", $0, in: folder).object()
        }
        #expect(results[0]["confusion"] as? [[Int]] == results[1]["confusion"] as? [[Int]])
        let losses = results.compactMap { $0["loss"] as? Double }
        #expect(losses.count == 2 && abs(losses[0] - losses[1]) < 1e-5)
    }

    @Test func weightsOfAnotherNetwork() throws {
        let folder = try TinySpec.folderWithRun()
        try evaluate("tiny.yaml", "--weights", Self.weights, "--set", "network.conv.filters=5", in: folder)
            .expectRefusal(
                1, "`\(Self.weights)` is for another network", "`conv.weight` must be [5, 3, 3, 3], found [4, 3, 3, 3]")
        try evaluate("tiny.yaml", "--weights", Self.weights, "--set", "network.conv.name=first", in: folder)
            .expectRefusal(1, "it lacks `first.weight`", "it has `conv.bias`, `conv.weight`, unknown here")
    }

    @Test func weightsThatAreNone() throws {
        let folder = try TinySpec.folder()
        try folder.write((0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 89 &+ 7) }, to: "noise")
        try folder.write([], to: "empty")
        for name in ["noise", "empty"] {
            try evaluate("tiny.yaml", "--weights", name, in: folder)
                .expectRefusal(1, "`\(name)` is not a sound safetensors file", "help: give a file of weights")
        }
        try evaluate("tiny.yaml", "--weights", "nowhere", in: folder)
            .expectRefusal(2, "cannot read `nowhere`: No such file or directory", "help:")
        try evaluate("tiny.yaml", "--weights", ".", in: folder).expectRefusal(2, "cannot read `.`")
    }

    @Test func truncatedCheckpoint() throws {
        let folder = try TinySpec.folderWithRun()
        try folder.write(Array(folder.bytes(Self.weights).dropLast(9)), to: Self.weights)
        try evaluate("run", in: folder).expectRefusal(1, "`\(Self.weights)` is not a sound safetensors file", "help:")
    }

    @Test func whatIsNoRun() throws {
        let folder = try TinySpec.folder()
        for path in ["tiny.yaml", "nowhere", "."] {
            try evaluate(path, in: folder)
                .expectRefusal(1, "`\(path)` must hold a run", "help: give the folder", "--weights")
        }
    }
}
