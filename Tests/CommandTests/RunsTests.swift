import Foundation
import TestSupport
import Testing

/// Runs beside each other: `runs`, `compare` and `watch`.
struct RunsTests {
    /// Two runs in `runs`: one complete, one stopped with another rate.
    private func folderWithTwo() throws -> TemporaryFolder {
        let folder = try TinySpec.folder()
        for (name, more) in [
            ("one", [String]()), ("two/seed-1", ["--set", "train.optimizer.sgd.rate=0.5", "--max-steps", "3"]),
        ] {
            try Program.netspec.run(
                ["train", "tiny.yaml", "--run", "runs/\(name)", "--threads", "1", "--no-tune", "--quiet"] + more,
                in: folder
            ).expectSuccess()
        }
        return folder
    }

    @Test func runsAreListed() throws {
        let folder = try folderWithTwo()
        let outcome = try Program.netspec.run(["runs"], in: folder)
        outcome.expectSuccess()
        let lines = outcome.output.split(separator: "\n").map(String.init)
        #expect(lines.count == 4 && lines[0].hasPrefix("run"))
        #expect(lines[2].hasPrefix("runs/one") && lines[2].contains("complete") && lines[2].contains(" 1/1 "))
        #expect(lines[2].hasSuffix("train.optimizer.sgd.rate=0.05"))
        #expect(lines[3].hasPrefix("runs/two/seed-1") && lines[3].contains("stopped"))
        let object = try Program.netspec.run(["runs", "runs", "--format", "json"], in: folder).object()
        let runs = try #require(object["runs"] as? [[String: Any]])
        #expect(runs.map { $0["state"] as? String } == ["complete", "stopped"])
        #expect(runs.map { $0["step"] as? Int } == [8, 3])
        let metrics = try folder.text("runs/one/metrics.jsonl").split(separator: "\n")
        let last = try JSONSerialization.jsonObject(with: Data(try #require(metrics.last).utf8)) as? [String: Any]
        let best = runs[0]["best"] as? [String: Any]
        #expect(best?["top1"] as? Double == last?["top1"] as? Double && best?["top1"] != nil)
    }

    /// By its own path, where there is one.
    @Test func aRunThatLinksLeadToIsListedOnce() throws {
        let folder = try folderWithTwo()
        for (link, target) in [("loop", "."), ("best", "one"), ("a", "../runs/two"), ("outside", "../other")] {
            try folder.link("runs/\(link)", to: target)
        }
        try folder.move("runs/two/seed-1", to: "other")
        try folder.link("runs/again", to: "../other")
        let object = try Program.netspec.run(["runs", "runs/", "--format", "json"], in: folder).object()
        let runs = try #require(object["runs"] as? [[String: Any]])
        #expect(runs.map { $0["run"] as? String } == ["runs/again", "runs/one"])
    }

    @Test func whatHoldsNoneSaysSo() throws {
        let folder = try TinySpec.folder()
        try folder.makeFolder("empty")
        #expect(try Program.netspec.run(["runs", "empty"], in: folder).output == "no runs in empty\n")
        try Program.netspec.run(["runs", "none"], in: folder).expectRefusal(2, "cannot read the folder `none`")
    }

    @Test func runsAreCompared() throws {
        let folder = try folderWithTwo()
        let outcome = try Program.netspec.run(["compare", "runs/one", "runs/two/seed-1"], in: folder)
        outcome.expectSuccess()
        #expect(outcome.output.hasPrefix("A  runs/one\nB  runs/two/seed-1\n"))
        let row = try #require(outcome.output.firstMatch(of: /train\.optimizer\.sgd\.rate +(\S+) +(\S+)\n/))
        #expect(row.1 == "0.05" && row.2 == "0.5")
        #expect(outcome.output.contains("training loss\n") && outcome.output.contains("AAA"))
        let page = try Program.netspec.run(
            ["compare", "runs/one", "runs/two/seed-1", "--html", "compared.html"], in: folder)
        page.expectSuccess()
        #expect(page.output == "comparison: compared.html\n")
        let text = try folder.text("compared.html")
        #expect(text.contains("A: runs/one") && text.contains("train.optimizer.sgd.rate") && !text.contains("<script"))
        try Program.netspec.run(["compare", "runs/one"], in: folder).expectRefusal(64, "2 to 26 runs")
        try Program.netspec.run(["compare", "runs/one", "runs/one", "--html", "x", "--format", "json"], in: folder)
            .expectRefusal(64, "--html and --format cannot be used together")
    }

    /// A run that holds pictures out has one kind of accuracy, and one that does not has another: never in one chart.
    @Test func accuraciesOfTwoKindsStandApart() throws {
        let folder = try TinySpec.folder()
        for (name, more) in [("held", ["--set", "data.validation=0.5"]), ("plain", [])] {
            try Program.netspec.run(
                ["train", "tiny.yaml", "--run", name, "--threads", "1", "--no-tune", "--quiet"] + more, in: folder
            ).expectSuccess()
        }
        let metrics = try ["held", "plain"].map { try folder.text("\($0)/metrics.jsonl") }
        #expect(metrics[0].contains("\"validation\"") && !metrics[1].contains("\"validation\""))
        let text = try Program.netspec.run(["compare", "held", "plain"], in: folder).output
        let charts = text.components(separatedBy: "\n\n").filter { $0.contains("│") }
        let titles = charts.map { String($0.prefix { $0 != "\n" }) }
        #expect(titles.first == "validation top-1" && titles.contains("test top-1") && titles.last == "training loss")
        #expect(charts[0].contains("A") && !charts[0].contains("B"))
        #expect(text.contains(/best top-1 +[\d.]+ % validation +[\d.]+ % test\n/))
        let page = try Program.netspec.run(["compare", "held", "plain", "--html", "c.html"], in: folder)
        page.expectSuccess()
        let html = try folder.text("c.html")
        #expect(html.contains("Top-1 accuracy, validation") && html.contains("Top-1 accuracy, test"))
        // A link stays, and the page is where it leads.
        try folder.makeFolder("pages")
        try folder.link("link.html", to: "pages/c.html")
        for arguments in [["compare", "held", "plain", "--html"], ["report", "held", "--output"]] {
            try folder.write(#"old <meta name="generator" content="netspec"/>"#, to: "pages/c.html")
            try Program.netspec.run(arguments + ["link.html"], in: folder).expectSuccess()
            #expect(try folder.text("pages/c.html").hasPrefix("<!DOCTYPE html>") && folder.names("pages") == ["c.html"])
        }
        #expect(try folder.text("link.html") == folder.text("pages/c.html"))
    }

    /// What is passed over is told: a journal of a later netspec, lines that no run writes.
    @Test func whatCannotBeReadIsTold() throws {
        let folder = try TinySpec.folderWithRun()
        let metrics = try folder.text("run/metrics.jsonl")
        let lines = metrics.split(separator: "\n").map(String.init)
        let odd = [
            lines[0].replacingOccurrences(of: "\"schema\": 1", with: "\"schema\": 2"), "nonsense",
            lines[0].replacing(/"top1": [^,]+/, with: "\"top1\": 7"),
            lines[0].replacing(/"step": \d+/, with: "\"step\":-4"),
        ]
        #expect(Set(odd).union(lines).count == odd.count + lines.count)
        try folder.write((odd + lines).joined(separator: "\n") + "\n", to: "run/metrics.jsonl")
        let told = "warning: `run/metrics.jsonl` has 4 lines that are no metrics, first line 1\n"
        for arguments in [["metrics", "run"], ["runs", "run"], ["watch", "run"], ["report", "run"]] {
            let outcome = try Program.netspec.run(arguments, in: folder)
            outcome.expectSuccess()
            #expect(outcome.messages.contains(told), "\(arguments): \(outcome.messages)")
        }
        let journal = try folder.text("run/run.json")
        for (text, words) in [
            (journal.replacing(/"schema" ?: ?1/, with: "\"schema\": 9"), "is of schema 9, and this netspec reads 1"),
            ("{", "is damaged"), (journal.replacing(/"epochs" ?: ?\d+/, with: "\"epochs\": -5"), "is damaged"),
        ] {
            #expect(text != journal)
            try folder.write(text, to: "run/run.json")
            let outcome = try Program.netspec.run(["runs", "run"], in: folder)
            outcome.expectSuccess()
            #expect(outcome.messages.contains("warning: `run/run.json` \(words)\n"), "\(outcome.messages)")
        }
    }

    @Test func aRunThatCannotBeReadKeepsNoneFromTheList() throws {
        let folder = try folderWithTwo()
        try folder.remove("runs/one/metrics.jsonl")
        try folder.makeFolder("runs/one/metrics.jsonl")
        let outcome = try Program.netspec.run(["runs"], in: folder)
        #expect(outcome.status == 2 && outcome.output.contains("runs/two/seed-1"))
        #expect(outcome.messages.contains("runs/one/metrics.jsonl"))
    }

    @Test func aRunThatEndedIsToldAtOnce() throws {
        let folder = try TinySpec.folderWithRun()
        let outcome = try Program.netspec.run(["watch", "run"], in: folder)
        outcome.expectSuccess()
        #expect(outcome.output.hasSuffix("\n") && outcome.output.contains("run: complete, 8 steps, best test top-1 "))
    }

    /// The one who watches begins while the run goes on, sees a damaged line, and ends with the run.
    @Test func aRunIsFollowedToItsEnd() throws {
        let folder = try TinySpec.folder()
        let training = try Program.netspec.start(
            ["train", "tiny.yaml", "--run", "run", "--backend", "reference", "--set", "train.epochs=1000000"],
            in: folder)
        try training.wait(for: "a step") { (try? folder.text("run/metrics.jsonl").contains("\n")) ?? false }
        try training.wait(for: "the journal") { folder.exists("run/run.json") }
        let watching = try Program.netspec.start(["watch", "run"], in: folder)
        try watching.wait(for: "an evaluation") { try watching.output().contains(": test top-1 ") }
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: folder["run/metrics.jsonl"]))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data("{\"step\": nonsense\n".utf8))
        let length = try watching.output().count
        try watching.wait(for: "more") { try watching.output().count > length }
        kill(training.process.processIdentifier, SIGTERM)
        try training.outcome().expectSuccess()
        let outcome = try watching.outcome()
        outcome.expectSuccess()
        let last = try #require(outcome.output.split(separator: "\n").last)
        #expect(last.hasPrefix("run: stopped on request, "), "\(outcome.output)")
    }

    @Test func aRunThatWasKilledIsBrokenOff() throws {
        let folder = try TinySpec.folder()
        let training = try Program.netspec.start(
            ["train", "tiny.yaml", "--run", "run", "--backend", "reference", "--set", "train.epochs=1000000"],
            in: folder)
        try training.wait(for: "the journal") { folder.exists("run/run.json") }
        #expect(try Program.netspec.run(["runs", "run"], in: folder).output.contains("running"))
        kill(training.process.processIdentifier, SIGKILL)
        _ = try training.outcome()
        #expect(try Program.netspec.run(["watch", "run"], in: folder).output.contains("run: broken off, "))
    }
}
