import Foundation
import TestSupport
import Testing

struct MetricsTests {
    @Test func everyLineInEachFormat() throws {
        let folder = try TinySpec.folderWithRun()
        let text = try folder.text("run/metrics.jsonl")
        #expect(text.split(separator: "\n").allSatisfy { $0.hasPrefix("{\"schema\": 1, \"step\": ") })
        // A line that is being written, as a run leaves it that goes on.
        try folder.write(text + "{\"schema\": 1, \"step\": 9, \"ep", to: "run/metrics.jsonl")
        let lines = try Program.netspec.run(["metrics", "run", "--format", "json"], in: folder)
        lines.expectSuccess()
        #expect(lines.output == text)
        let table = try Program.netspec.run(["metrics", "run", "--format", "csv"], in: folder)
        table.expectSuccess()
        let rows = table.output.split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
        #expect(rows.count == 10)
        #expect(
            rows[0] == [
                "schema", "step", "epoch", "split", "loss", "top1", "top5", "learningRate", "imagesPerSecond", "waited",
            ])
        let last = try #require(
            JSONSerialization.jsonObject(with: Data(text.split(separator: "\n")[8].utf8)) as? [String: Any])
        #expect(rows[9][..<4] == ["1", "8", "1", "test"])
        #expect(Double(rows[9][4]) == last["loss"] as? Double && Double(rows[9][5]) == last["top1"] as? Double)
        let people = try Program.netspec.run(["metrics", "run"], in: folder)
        people.expectSuccess()
        #expect(people.output.hasPrefix("epoch  step    loss"))
        #expect(people.output.split(separator: "\n").count == 3)
    }

    /// A program of today must not take what a later one means otherwise for its own.
    @Test func linesOfALaterSchemaAreNotReadWrongly() throws {
        let folder = try TinySpec.folderWithRun()
        let text = try folder.text("run/metrics.jsonl")
        try folder.write(text.replacing("\"schema\": 1", with: "\"schema\": 2"), to: "run/metrics.jsonl")
        #expect(try Program.netspec.run(["metrics", "run"], in: folder).output == "no step was made yet\n")
        try folder.write(text.replacing("\"schema\": 1, ", with: ""), to: "run/metrics.jsonl")
        #expect(try Program.netspec.run(["metrics", "run", "--format", "json"], in: folder).output == text)
    }

    @Test func whatIsNoRunIsRefused() throws {
        let folder = try TinySpec.folder()
        try Program.netspec.run(["metrics", "none"], in: folder).expectRefusal(1, "`none` must hold a run")
    }

    @Test func quietTellsTheResultAlone() throws {
        let folder = try TinySpec.folder()
        let training = try TinySpec.train(folder, "--quiet")
        training.expectSuccess()
        // On a busy machine steps take longer than foretold, which is a note.
        #expect(training.messages.split(separator: "\n").allSatisfy { $0.hasPrefix("note: ") }, "\(training.messages)")
        #expect(training.output.contains("run: run, 8 steps\n"))
        let evaluation = try Program.netspec.run(["eval", "run", "--quiet", "--threads", "1"], in: folder)
        evaluation.expectSuccess()
        #expect(evaluation.messages == "")
        let wrong = try TinySpec.train(folder, "--quiet")
        #expect(wrong.status == 1 && wrong.messages.contains("`run` holds `spec.yaml` of a run"))
    }

    /// On a terminal the progress is one line that is drawn anew and never wraps; on a dumb one it is plain lines.
    @Test(arguments: [30, 80] as [UInt16]) func progressFitsTheTerminal(columns: UInt16) throws {
        let folder = try TinySpec.folder()
        let arguments = ["train", "tiny.yaml", "--run", "run", "--threads", "1", "--no-tune"]
        let text = try Program.netspec.messages(
            arguments, in: folder, columns: columns, environment: ["COLUMNS": "200"])
        #expect(text.contains("\r1/1  loss ") || text.contains("\rtraining  1/1  loss "))
        #expect(!text.contains("\u{1B}"))
        // Lines that stay, as the command to go on with, may be long.
        for row in text.split(separator: "\r").filter({ !$0.contains("\n") }) { #expect(row.count < columns) }
    }

    @Test(arguments: ["dumb", ""]) func dumbTerminalsGetLines(kind: String) throws {
        let folder = try TinySpec.folder()
        let arguments = ["train", "tiny.yaml", "--run", "run", "--threads", "1", "--no-tune"]
        let text = try Program.netspec.messages(arguments, in: folder, environment: ["TERM": kind])
        #expect(!text.contains("\r") && text.contains("\nepoch 1/1, step 8/8, loss "))
    }
}
