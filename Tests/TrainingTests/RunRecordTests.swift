import Datasets
import Diagnostics
import Files
import Foundation
import Recipes
import TestSupport
import Testing
import Training

/// What a run keeps to be looked at: its evaluations, its journal, its metrics while they are written.
@Suite struct RunRecordTests {
    private let folder: TemporaryFolder
    private let tiny: TinyTraining

    init() throws {
        folder = try TemporaryFolder()
        tiny = try TinyTraining(in: folder)
    }

    @Test func theLastEvaluationIsKeptWithPictures() throws {
        try tiny.begin("run")
        let run = try RunFolder.open(at: folder["run"])
        let record = try #require(run.evaluation(on: .test))
        let line = try #require(try MetricsLog.lines(of: run.metricsPath).last)
        #expect(record.step == 10 && record.epoch == 2 && line.split == .test)
        #expect(record.evaluation.top1 == line.top1 && record.evaluation.loss == line.loss)
        let mistakes = record.evaluation.mistakes
        let set = try #require(try tiny.setup().dataset.test)
        let wrong = record.evaluation.samples - record.evaluation.confusion.enumerated().reduce(0) { $0 + $1.1[$1.0] }
        #expect(mistakes.count == min(24, wrong) && mistakes.count == record.pictures.count && wrong > 0)
        for (mistake, picture) in zip(mistakes, record.pictures) {
            #expect(set.label(of: mistake.picture) == mistake.label && mistake.label != mistake.answer)
            #expect(try set.thumbnail(of: mistake.picture) == Array(picture))
        }
        #expect(run.evaluation(on: .validation) == nil)
    }

    /// The run goes on from step 5, and what was found after step 10 is found again.
    @Test func evaluationsOfStepsThatAreMadeAgainGo() throws {
        try tiny.begin("run")
        for name in ["step-00000010.safetensors", "step-00000010.optimizer.safetensors"] {
            try folder.remove("run/checkpoints/\(name)")
        }
        let trainer = try tiny.trainer(in: tiny.reopen("run"))
        #expect(trainer.step == 5 && !folder.exists("run/evaluation-test.json"))
        _ = try trainer.train()
        #expect(try RunFolder.open(at: folder["run"]).evaluation(on: .test)?.step == 10)
    }

    @Test(arguments: ["", "{", "{\"schema\": 2}", "[]"]) func damagedFilesAreNone(text: String) throws {
        try folder.write(text, to: "file.json")
        #expect(EvaluationRecord(path: folder["file.json"]) == nil)
        #expect(RunJournal(path: folder["file.json"]) == nil)
    }

    @Test func noTrainingEndsBecauseItsEvaluationIsNotKept() throws {
        final class Notes: TrainingObserver {
            var notes: [String] = []
            func noted(_ note: String) { notes.append(note) }
        }
        let notes = Notes()
        let trainer = try tiny.trainer(in: tiny.create("run"), observer: notes)
        try folder.makeFolder("run/evaluation-test.json/in-the-way")
        #expect(try trainer.train().isComplete)
        #expect(
            notes.notes.count { $0.hasPrefix("the evaluation is not kept for the report: ") } == 1, "\(notes.notes)")
    }

    @Test func aJournalHasEveryPart() throws {
        var journal = RunJournal(name: "net", epochs: 2, stepsPerEpoch: 5)
        journal.begin(command: ["netspec", "train"], version: "1", epochs: 2, stepsPerEpoch: 5, firstStep: 0)
        #expect(journal.parts[0].end == nil && journal.seconds == nil)
        journal.end(step: 3, "stop-request", seconds: 1.5)
        journal.begin(command: ["netspec"], version: "2", epochs: 4, stepsPerEpoch: 5, firstStep: 3)
        journal.end(step: 4, RunJournal.failureEnd, failure: "no room", seconds: 2)
        try journal.write(to: folder["run.json"])
        let read = try #require(RunJournal(path: folder["run.json"]))
        #expect(read.epochs == 4 && read.seconds == 3.5 && read.parts.map(\.firstStep) == [0, 3])
        #expect(read.parts.map(\.end) == ["stop-request", "failure"] && read.parts[1].failure == "no room")
        #expect(read.parts[0].began.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/) != nil)
    }

    @Test func aRunIsInUseWhileItIsLocked() throws {
        var run: RunFolder? = try tiny.create("run")
        try folder.write("netspec: 1", to: "run/spec.yaml")
        #expect(try RunFolder.open(at: folder["run"]).isInUse)
        withExtendedLifetime(run) {}
        run = nil
        #expect(try !RunFolder.open(at: folder["run"]).isInUse)
    }

    /// Lines come in pieces; one is damaged; then the file is cut, and grows again.
    @Test func metricsAreFollowed() throws {
        let follower = MetricsFollower(folder["metrics.jsonl"])
        func line(_ step: Int) -> String {
            MetricsLine(
                step: step, epoch: 1, split: .train, loss: 1, top1: 0, learningRate: 1, imagesPerSecond: 1
            ).json + "\n"
        }
        func append(_ text: String) throws {
            let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: folder["metrics.jsonl"]))
            try handle.seekToEnd()
            try handle.write(contentsOf: Data(text.utf8))
        }
        #expect(try follower.next().lines.isEmpty)
        try folder.write(line(1) + line(2).dropLast(7), to: "metrics.jsonl")
        var found = try follower.next()
        #expect(found.lines.map(\.step) == [1] && found.isFromStart)
        try append(String(line(2).suffix(7)) + "{\"step\": nonsense\n" + line(3))
        found = try follower.next()
        #expect(found.lines.map(\.step) == [2, 3] && !found.isFromStart)
        #expect(try follower.next().lines.isEmpty)
        try append("\u{0}\u{0}")
        #expect(try follower.next().lines.isEmpty)
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: folder["metrics.jsonl"]))
        try handle.truncate(atOffset: 0)
        try handle.write(contentsOf: Data(line(2).utf8))
        found = try follower.next()
        #expect(found.lines.map(\.step) == [2] && found.isFromStart)
    }
}
