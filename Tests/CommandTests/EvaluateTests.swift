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
        #expect(
            result.keys.sorted() == [
                "calibration", "calibrationError", "classes", "confusion", "loss", "mistakes", "perClass", "samples",
                "split", "top", "top1", "top5", "topCount", "views",
            ])
        #expect(result["split"] as? String == "test" && result["topCount"] as? Int == 2)
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

    /// The split to learn from has four times the pictures; three of ten are among the three highest by chance alone.
    @Test func anotherSplitAndAnotherTop() throws {
        let outcome = try evaluate("run", "--split", "train", "--top", "3", in: TinySpec.folderWithRun())
        outcome.expectSuccess()
        #expect(outcome.output.hasPrefix("train: top-1 ") && outcome.output.contains(", top-3 "))
        #expect(outcome.output.contains("256 pictures\n"))
        try evaluate("run", "--top", "0", in: TinySpec.folder()).expectRefusal(64, "--top must be at least 1, found 0")
    }

    /// The mean of the scores of a picture and of its mirror image is the same for both: a network whose weights are alike on
    /// both sides gives it without.
    @Test func mirrorImages() throws {
        let folder = try TinySpec.folderWithRun()
        let plain = try evaluate("run", "--format", "json", in: folder).object()
        let flipped = try evaluate("run", "--flip", "--format", "json", in: folder)
        flipped.expectSuccess()
        let result = try flipped.object()
        #expect(result["views"] as? String == "flip" && plain["views"] as? String == "whole")
        #expect(result["samples"] as? Int == 64)
        #expect(result["loss"] as? Double != plain["loss"] as? Double)
        #expect(try evaluate("run", "--flip", in: folder).output.contains("64 pictures, mean scores of 2 views\n"))
        // A linear layer over the means of channels does not know left from right.
        let blind = """
            netspec: 1
            input: {channels: 3, height: 32, width: 32}
            network: [global-average-pool, {linear: {name: scores, outputs: 10}}]
            data: {source: {synthetic: {train: 64, test: 64}}}
            train: {epochs: 1, batch: 32, optimizer: {sgd: {rate: 0.05}}}
            """
        try folder.write(blind, to: "blind.yaml")
        try Program.netspec.run(["train", "blind.yaml", "--run", "blind", "--threads", "1"], in: folder).expectSuccess()
        let losses = try [[], ["--flip"]].map { options in
            let outcome = try Program.netspec.run(
                ["eval", "blind", "--format", "json", "--threads", "1"] + options, in: folder)
            return try outcome.object()["loss"] as? Double ?? .nan
        }
        #expect(abs(losses[0] - losses[1]) < 1e-6)
    }

    /// Ten views of a network that sees pictures through crops; one that cuts nothing off has no corners.
    @Test func tenCrops() throws {
        let folder = try TinySpec.folderWithRun()
        let crop = "data.augment=[{random-crop: {size: 32, pad: 4}}]"
        let weights = ["tiny.yaml", "--weights", Self.weights, "--ten-crop", "--threads", "1"]
        let outcome = try Program.netspec.run(["eval"] + weights + ["--set", crop], in: folder)
        outcome.expectSuccess()
        #expect(outcome.output.contains("64 pictures, mean scores of 10 views\n"))
        try Program.netspec.run(["eval"] + weights, in: folder)
            .expectRefusal(1, "`ten-crop` needs pictures that `random-crop` cuts something off", "--flip")
        try evaluate("run", "--flip", "--ten-crop", in: folder)
            .expectRefusal(64, "--flip and --ten-crop cannot be used together")
    }

    @Test func weightsThatAreNoNumbers() throws {
        let folder = try TinySpec.folder()
        try folder.write(weights(last: [.nan, 1, -.infinity]), to: "spoilt.safetensors")
        try evaluate("tiny.yaml", "--weights", "spoilt.safetensors", in: folder).expectRefusal(
            1,
            "weights must be finite numbers, and in `spoilt.safetensors` these hold NaN or infinity: `scores.bias` (2 of 10)",
            "help: take an earlier checkpoint")
        try Program.netspec.run(["train", "tiny.yaml", "--weights", "spoilt.safetensors", "--run", "run"], in: folder)
            .expectRefusal(1, "weights must be finite numbers, and in `spoilt.safetensors` these hold NaN or infinity")
        #expect(!folder.exists("run"))
    }

    /// The weights of `TinySpec`, 0 but for the last of them.
    private func weights(last numbers: [Float]) -> [UInt8] {
        let shapes = [
            ("conv.weight", [4, 3, 3, 3]), ("conv.bias", [4]), ("scores.weight", [10, 4]), ("scores.bias", [10]),
        ]
        var (entries, count): ([String], Int) = ([], 0)
        for (name, shape) in shapes {
            let length = shape.reduce(4, *)
            entries.append(
                #""\#(name)":{"dtype":"F32","shape":\#(shape),"data_offsets":[\#(count),\#(count + length)]}"#)
            count += length
        }
        let header = Array("{\(entries.joined(separator: ","))}".utf8)
        let length = (0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) }
        let zeros = [UInt8](repeating: 0, count: count - 4 * numbers.count)
        let last = numbers.flatMap { number in
            (0..<4).map { UInt8(truncatingIfNeeded: number.bitPattern >> (8 * UInt32($0))) }
        }
        return length + header + zeros + last
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
