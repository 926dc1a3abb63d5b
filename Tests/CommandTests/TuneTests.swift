import Foundation
import TestSupport
import Testing

/// What is found out about convolutions: on purpose, and again where it is in doubt.
struct TuneTests {
    private func remembered(_ folder: TemporaryFolder) throws -> (path: String, lines: [String]) {
        let name = try #require(folder.names(".cache/netspec").first { $0.hasPrefix("convolutions-") })
        let path = ".cache/netspec/\(name)"
        return (path, try folder.text(path).split(separator: "\n").map(String.init))
    }

    @Test func triesBothStepsAndRemembers() throws {
        let folder = try TinySpec.folder()
        let outcome = try Program.netspec.run(["tune", "tiny.yaml", "--threads", "1"], in: folder)
        outcome.expectSuccess()
        for part in ["tiny: training, batch 32\n", "tiny: evaluation, batch 32\n", "backward weights", "direct"] {
            #expect(outcome.output.contains(part), "\(part)")
        }
        // Forward and backward weights in training, for nothing learns before; forward in evaluation.
        #expect(try remembered(folder).lines.count == 3)
    }

    @Test func asJSON() throws {
        let folder = try TinySpec.folder()
        let outcome = try Program.netspec.run(
            ["tune", "tiny.yaml", "--threads", "1", "--phase", "eval", "--batch", "4", "--format", "json"], in: folder)
        outcome.expectSuccess()
        let step = try #require((try outcome.object()["steps"] as? [[String: Any]])?.first)
        #expect(step["phase"] as? String == "evaluation" && step["batch"] as? Int == 4)
        let product = try #require((step["products"] as? [[String: Any]])?.first)
        #expect(product["product"] as? String == "forward")
        #expect(product["layers"] as? [String] == ["conv", "relu"] || product["layers"] as? [String] == ["conv"])
        let trial = try #require((product["trials"] as? [[String: Any]])?.first)
        #expect(trial["algorithm"] as? String == "direct")
        #expect((trial["seconds"] as? Double ?? 0) > 0)
    }

    @Test func theReferenceHasNothingToTry() throws {
        try Program.netspec.run(["tune", "tiny.yaml", "--backend", "reference"], in: TinySpec.folder())
            .expectRefusal(64, "one way to compute only")
    }

    @Test func aBatchBeyondTheMemoryIsRefused() throws {
        try Program.netspec.run(
            ["tune", "tiny.yaml", "--threads", "1", "--batch", "65536"], in: TinySpec.folder(),
            prelude: "ulimit -v 1000000"
        ).expectRefusal(1, "error: `--batch` must fit into memory: 65536 pictures need ")
    }

    @Test func whatCannotBeKeptIsAnError() throws {
        let folder = try TinySpec.folder()
        try folder.write("", to: "file")
        try Program.netspec.run(
            ["tune", "tiny.yaml", "--threads", "1"], in: folder, prelude: "export XDG_CACHE_HOME=\(folder.path)/file"
        ).expectRefusal(2, "\(folder.path)/file")
    }

    /// No machine takes so long: such a line is as good as none.
    @Test(arguments: ["1e19", "1e308"]) func absurdTimesArePassedOver(_ milliseconds: String) throws {
        let folder = try TinySpec.folder()
        try Program.netspec.run(["tune", "tiny.yaml", "--threads", "1"], in: folder).expectSuccess()
        let (path, lines) = try remembered(folder)
        let wrong = lines.map { "\($0.prefix { $0 != "\t" })\tdirect\t\(milliseconds)\n" }
        try folder.write(wrong.joined(), to: path)
        for command in ["plan", "time"] {
            try Program.netspec.run([command, "tiny.yaml", "--threads", "1"], in: folder).expectSuccess()
        }
    }

    /// Times a thousand times too long, as a busy machine might have left them. A training step says nothing of those of
    /// evaluation.
    @Test func whatAStepContradictsIsTriedAgain() throws {
        let folder = try TinySpec.folder()
        try TinySpec.train(folder).expectSuccess()
        let (path, lines) = try remembered(folder)
        let wrong = lines.map { line in
            let columns = line.split(separator: "\t")
            return "\(columns[0])\tdirect\t\(1000 * (Double(columns[2]) ?? 0))"
        }
        try folder.write(wrong.joined(separator: "\n") + "\n", to: path)
        let doubting = try Program.netspec.run(
            ["train", "tiny.yaml", "--run", "second", "--threads", "1"], in: folder)
        doubting.expectSuccess()
        #expect(doubting.messages.contains("found out again at the next run"))
        let doubted = try remembered(folder).lines
        #expect(doubted.count == lines.count)
        for line in doubted { #expect(line.hasSuffix("\tdoubtful") == line.contains(", training"), "\(line)") }
        try Program.netspec.run(["train", "tiny.yaml", "--run", "third", "--threads", "1"], in: folder).expectSuccess()
        for (found, wrong) in zip(try remembered(folder).lines, wrong) where found.contains(", training") {
            let times = [found, wrong].map { Double($0.split(separator: "\t")[2]) ?? 0 }
            #expect(times[0] < times[1] / 10, "\(found)")
        }
    }
}
