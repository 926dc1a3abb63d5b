import TestSupport
import Testing
import Training

/// What a run's metrics hold that no step of the run brings again stays.
@Suite struct MetricsFileTests {
    private let folder: TemporaryFolder
    private let tiny: TinyTraining
    private let name = "run/metrics.jsonl"

    init() throws {
        folder = try TemporaryFolder()
        tiny = try TinyTraining(in: folder)
        try tiny.begin("run", maxSteps: 5)
    }

    private func notes() throws -> [String] { try tiny.trainer(in: tiny.reopen("run")).notes }

    @Test func malformedLinesAreTold() throws {
        let lines = try folder.text(name).split(separator: "\n")
        let text = (lines[..<2] + ["{\"step\": 3"] + lines[3...] + ["no metrics"]).map { $0 + "\n" }.joined()
        try folder.write(text, to: name)
        let copy = "run/metrics.before-1.jsonl"
        #expect(
            try notes() == [
                "`\(folder[name])` has 2 lines that are no metrics, first line 3; the file is kept as `\(folder[copy])`",
                "`\(folder[name])` has 4 of the 5 steps made so far",
            ])
        #expect(try folder.text(copy) == text)
        #expect(try folder.text(name) == (lines[..<2] + lines[3...]).map { $0 + "\n" }.joined())
        #expect(try notes() == ["`\(folder[name])` has 4 of the 5 steps made so far"])
    }

    @Test func linesThatEndAsDOSEndsThemCount() throws {
        let text = try folder.text(name)
        try folder.write(text.split(separator: "\n").map { $0 + "\r\n" }.joined(), to: name)
        #expect(
            try notes() == ["`\(folder[name])` has lines that end as DOS ends them; it goes on with plain ones"])
        #expect(try folder.text(name) == text)
    }

    @Test func aLineThatWasCutShortIsNothing() throws {
        let text = try folder.text(name)
        try folder.write(text + "{\"step\": 6, \"epo", to: name)
        #expect(try notes() == [])
        #expect(try folder.text(name) == text)
    }

    @Test func withoutCheckpointsTheMetricsAreKept() throws {
        let text = try folder.text(name)
        try folder.remove("run/checkpoints")
        let copy = "run/metrics.before-1.jsonl"
        #expect(
            try notes() == [
                "the run has no checkpoint yet and begins anew; its metrics so far are kept as `\(folder[copy])`"
            ])
        #expect(try folder.text(copy) == text)
        #expect(try folder.text(name) == "")
    }
}
