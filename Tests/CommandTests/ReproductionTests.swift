import Foundation
import TestSupport
import Testing

struct ReproductionTests {
    @Test func resumingIsProvenOnTheSpec() throws {
        let folder = try TinySpec.folder()
        let outcome = try Program.netspec.run(["train", "tiny.yaml", "--verify-resume", "--threads", "2"], in: folder)
        outcome.expectSuccess()
        #expect(
            outcome.output
                == "resuming is exact: 6 steps of an epoch of 8, stopped after 1 and 3 or not at all, gave the same bits in "
                + "all losses and in 8 tensors\n")
        #expect(folder.names().filter { $0 != ".cache" } == ["tiny.yaml"])
        let json = try Program.netspec.run(
            ["train", "tiny.yaml", "--verify-resume", "--threads", "1", "--max-steps", "4", "--format", "json"],
            in: folder
        ).object()
        #expect(json["steps"] as? Int == 4 && json["stops"] as? [Int] == [1, 2] && json["tensors"] as? Int == 8)
        try Program.netspec.run(["train", "tiny.yaml", "--verify-resume", "--max-steps", "1"], in: folder)
            .expectRefusal(1, "at least 2 steps are needed")
        try Program.netspec.run(["train", "tiny.yaml", "--verify-resume", "--run", "run"], in: folder)
            .expectRefusal(64, "--verify-resume trains in a folder of its own")
    }

    @Test func aRunIsReproducedAndAChangedOneIsNot() throws {
        let folder = try TinySpec.folder()
        try TinySpec.train(folder, "--without-pass", "fuse-relu", "--no-tune").expectSuccess()
        let before = try folder.contents("run")
        let outcome = try Program.netspec.run(["reproduce", "run"], in: folder)
        outcome.expectSuccess()
        #expect(
            outcome.output
                == "reproduced: 8 steps, with the same bits in 9 lines of metrics and in 8 tensors\n")
        #expect(try folder.contents("run") == before)
        let lines = try folder.text("run/metrics.jsonl").split(separator: "\n")
        let fifth = lines[4].replacing(/"loss": [0-9.]+/, with: "\"loss\": 1")
        try folder.write((lines[..<4] + [fifth[...]] + lines[5...]).map { $0 + "\n" }.joined(), to: "run/metrics.jsonl")
        let other = try Program.netspec.run(["reproduce", "run", "--format", "json"], in: folder)
        #expect(other.status == 1)
        let result = try other.object()
        #expect(result["reproduced"] as? Bool == false)
        #expect(result["difference"] as? String == "the metrics of step 5" && result["steps"] as? Int == 5)
    }

    @Test(arguments: [
        (#""threads" : "[0-9]+""#, #""threads" : "0""#), (#""threads" : "[0-9]+""#, #""threads" : "two""#),
        (#""backend" : "[a-z]+""#, #""backend" : "foo""#), (#""passes" : "[^"]*""#, #""passes" : "foo bar""#),
    ]) func whatARunSaysOfItsMachineIsChecked(pattern: String, found: String) throws {
        let folder = try TinySpec.folder()
        try Program.netspec.run(["train", "tiny.yaml", "--run", "run"], in: folder).expectSuccess()
        let path = "run/computation.json"
        try folder.write(try folder.text(path).replacing(Regex(pattern), with: found), to: path)
        try Program.netspec.run(["reproduce", "run"], in: folder)
            .expectRefusal(1, "`run/computation.json` must say how the run computes", "put the file back from a copy")
    }

    @Test func theBestWeightsAreEvaluated() throws {
        let folder = try TinySpec.folderWithRun()
        let best = try Program.netspec.run(["eval", "run", "--best"], in: folder)
        let named = try Program.netspec.run(
            ["eval", "run", "--weights", "run/checkpoints/best.safetensors"], in: folder)
        best.expectSuccess()
        #expect(best.output == named.output)
        try folder.remove("run/checkpoints/best.safetensors")
        try Program.netspec.run(["eval", "run", "--best"], in: folder)
            .expectRefusal(1, "`run/checkpoints/best.safetensors` must hold the weights of the best evaluation")
    }

    @Test func seedsAreTrainedOneByOne() throws {
        let folder = try TinySpec.folder()
        let arguments = ["train", "tiny.yaml", "--run", "runs", "--backend", "reference", "--seeds", "3..4"]
        let outcome = try Program.netspec.run(arguments, in: folder)
        outcome.expectSuccess()
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines[0].hasPrefix("seed 3: test top-1 ") && lines[0].hasSuffix(", in runs/seed-3"))
        #expect(lines[2].hasPrefix("2 seeds: test top-1 ") && lines[2].contains(" ± "))
        #expect(try folder.text("runs/seed-4/spec.yaml").contains("seed: 4"))
        #expect(!outcome.messages.contains("next: "))
        let again = try Program.netspec.run(arguments + ["--resume", "--format", "json"], in: folder).object()
        let runs = try #require(again["runs"] as? [[String: Any]])
        #expect(runs.map { $0["seed"] as? Int } == [3, 4] && runs.allSatisfy { $0["complete"] as? Bool == true })
        let values = runs.compactMap { ($0["test"] as? [String: Any])?["top1"] as? Double }
        let top1 = try #require((again["test"] as? [String: [String: Double]])?["top1"])
        #expect(abs(try #require(top1["mean"]) - (values[0] + values[1]) / 2) < 1e-12)
        let longer = try Program.netspec.run(
            arguments + ["--resume", "--set", "train.epochs=99", "--max-steps", "1"], in: folder)
        #expect(
            longer.messages.contains(
                "next: netspec train tiny.yaml --seeds 3..4 --run runs --resume --set train.epochs=99 --backend reference"
            ))
        // Half the difference, times the root of two.
        let deviation = abs(values[0] - values[1]) / 2 * 2.0.squareRoot()
        #expect(abs(try #require(top1["deviation"]) - deviation) < 1e-12)
    }

    /// A run that diverges costs those behind it nothing; what is not one training's fault ends them all.
    @Test func seedsBehindOneThatDivergesAreTrained() throws {
        let folder = try TinySpec.folder()
        let arguments = [
            "train", "tiny.yaml", "--backend", "reference", "--seeds", "3..4", "--set",
            "train.optimizer.sgd.rate=1e30", "--set", "train.schedule=constant",
        ]
        let outcome = try Program.netspec.run(arguments + ["--run", "runs"], in: folder)
        #expect(outcome.status == 1)
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.count == 2)
        for (line, seed) in zip(lines, 3...4) {
            #expect(line.hasPrefix("seed \(seed): diverged in step ") && line.hasSuffix(", in runs/seed-\(seed)"))
        }
        #expect(outcome.messages.components(separatedBy: "error: the training diverged").count == 3)
        #expect(
            outcome.messages.contains(
                "in step 2, batch 2 of epoch 1, at the learning rate 1e+30; so is a score of `scores`"))
        let refused = try Program.netspec.run(arguments + ["--set", "train.batch=1000000"], in: folder)
        #expect(refused.status == 1 && refused.output.isEmpty && !folder.exists("runs/tiny"))
    }

    /// After a step of the whole set the weights are still finite, and the scores of the test are not.
    @Test func anEvaluationThatIsNoNumberEndsTheRun() throws {
        let folder = try TinySpec.folder()
        try Program.netspec.run(
            [
                "train", "tiny.yaml", "--backend", "reference", "--run", "run", "--set", "train.batch=256", "--set",
                "train.optimizer.sgd.rate=1e30", "--set", "train.schedule=constant",
            ], in: folder
        ).expectRefusal(
            1, "the training diverged: the loss on the test pictures is no finite number in step 1, epoch 1",
            "the last good checkpoint is `run/checkpoints/step-00000001.safetensors`")
        #expect(try folder.text("run/metrics.jsonl").contains(#""split": "test", "loss": null"#))
    }

    @Test(arguments: ["", "1..", "5..1", "1,,2", "1,1", "a", "1..99999", "-1..3"]) func seedsAreWrittenRight(
        seeds: String
    )
        throws
    {
        let folder = try TinySpec.folder()
        #expect(try Program.netspec.run(["train", "tiny.yaml", "--seeds=\(seeds)"], in: folder).status == 64)
    }

    @Test func weightsOfAnotherNetworkAreTakenInPart() throws {
        let folder = try TinySpec.folderWithRun()
        let weights = "run/checkpoints/step-00000008.safetensors"
        try folder.write(TinySpec.text.replacing("name: scores", with: "name: other"), to: "other.yaml")
        let arguments = [
            "train", "other.yaml", "--run", "other", "--backend", "reference", "--max-steps", "1", "--weights", weights,
        ]
        try Program.netspec.run(arguments, in: folder).expectRefusal(
            1, "`\(weights)` is for another network: it lacks `other.weight`", "--weights-partial")
        #expect(!folder.exists("other"))
        let ofRun = arguments.dropLast() + ["run", "--weights-partial"]
        #expect(
            try Program.netspec.run(Array(ofRun), in: folder).messages.contains("2 tensors of `\(weights)` loaded\n"))
        try folder.remove("other")
        let outcome = try Program.netspec.run(arguments + ["--weights-partial"], in: folder)
        outcome.expectSuccess()
        #expect(outcome.messages.contains("2 tensors of `\(weights)` loaded\n"))
        #expect(
            outcome.messages.contains(
                "not in the file, begun anew: `other.weight`, `other.bias`\n"))
        #expect(outcome.messages.contains("in the file and not in the network: `scores.bias`, `scores.weight`\n"))
    }
}
