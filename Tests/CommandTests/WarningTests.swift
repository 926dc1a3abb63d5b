import Foundation
import TestSupport
import Testing

/// What the commands do with warnings.
struct WarningTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TinySpec.folder()
        try folder.write(TinySpec.text.replacing("lint: {unseen-input: off}\n", with: ""), to: "warned.yaml")
    }

    @Test func warningLeavesTheSpecValid() throws {
        let outcome = try Program.netspec.run(["validate", "warned.yaml"], in: folder)
        outcome.expectSuccess()
        #expect(outcome.output == "warned.yaml: valid\n")
        #expect(outcome.messages.contains("warning[unseen-input]: "))
        #expect(outcome.messages.contains("never covers 8 of 32 rows and 8 of 32 columns"))
        #expect(outcome.messages.hasSuffix("1 warning; `netspec explain unseen-input` tells more\n"))
    }

    @Test(arguments: [
        ["validate", "warned.yaml"], ["summary", "warned.yaml"], ["train", "warned.yaml", "--run", "run"],
        ["eval", "warned.yaml", "--weights", "none"],
    ]) func strictMakesItAnError(command: [String]) throws {
        try Program.netspec.run(command + ["--strict"], in: folder).expectRefusal(
            1, "error[unseen-input]: ", "1 error;")
        #expect(!folder.exists("run"))
    }

    @Test func strictLeavesOthersAlone() throws {
        let outcome = try Program.netspec.run(["validate", "tiny.yaml", "--strict"], in: folder)
        outcome.expectSuccess()
        #expect(outcome.messages == "")
    }

    @Test func resultOfACommandIsTheSameWithAWarning() throws {
        let warned = try Program.netspec.run(["summary", "warned.yaml"], in: folder)
        warned.expectSuccess()
        #expect(warned.output == (try Program.netspec.run(["summary", "tiny.yaml"], in: folder)).output)
        #expect(warned.messages.contains("warning[unseen-input]: "))
    }

    /// Whoever began a run was told; a spec beside it, and weights without a run, say it again.
    @Test func aRunIsWarnedOfOnce() throws {
        func isWarned(_ arguments: String...) throws -> Bool {
            let outcome = try Program.netspec.run(arguments + ["--threads", "1"], in: folder)
            outcome.expectSuccess()
            return outcome.messages.contains("warning[unseen-input]: ")
        }
        #expect(try isWarned("train", "warned.yaml", "--run", "run", "--max-steps", "2"))
        #expect(try !isWarned("train", "warned.yaml", "--run", "run", "--resume", "--max-steps", "3"))
        #expect(try !isWarned("eval", "run"))
        let weights = try #require(folder.names("run/checkpoints").first { !$0.contains("optimizer") })
        #expect(try isWarned("eval", "warned.yaml", "--weights", "run/checkpoints/\(weights)"))
    }

    @Test func asJSON() throws {
        for (options, isValid, severity) in [([], true, "warning"), (["--strict"], false, "error")] {
            let outcome = try Program.netspec.run(
                ["validate", "warned.yaml", "--format", "json"] + options, in: folder)
            #expect(outcome.status == (isValid ? 0 : 1))
            #expect(outcome.messages == "")
            let report = try outcome.object()
            #expect(report["valid"] as? Bool == isValid)
            let diagnostics = try #require(report["diagnostics"] as? [[String: Any]])
            #expect(diagnostics.map { $0["severity"] as? String } == [severity])
        }
    }
}
