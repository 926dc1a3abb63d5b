import Execution
import Foundation
import Interchange
import SpecCompiler
import Tensors
import TestSupport
import Testing
import Training

/// When checkpoints are written and kept, and when a training ends.
@Suite struct TrainingLengthTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func weights(_ run: String) -> [String] {
        folder.names("\(run)/checkpoints").filter { $0.hasPrefix("step-") && !$0.contains("optimizer") }
    }

    @Test(arguments: [
        ("{steps: 3}", ["03", "06", "09", "10"]), ("{epochs: 2}", ["10"]), ("1", ["05", "10"]),
        ("{minutes: 1e-9}", (1...10).map { $0 < 10 ? "0\($0)" : "\($0)" }),
    ]) func checkpointsComeAsOftenAsAskedFor(every: String, steps: [String]) throws {
        try TinyTraining(in: folder, others: ["checkpoint-every: \(every)"]).begin("run")
        #expect(weights("run") == steps.map { "step-000000\($0).safetensors" })
    }

    @Test func theLatestAreKept() throws {
        let tiny = try TinyTraining(in: folder, others: ["checkpoint-every: {steps: 1}", "keep-checkpoints: 3"])
        try tiny.begin("run", maxSteps: 7)
        #expect(weights("run") == (5...7).map { "step-0000000\($0).safetensors" })
        #expect(folder.names("run/checkpoints").filter { $0.contains("optimizer") }.count == 2)
        try tiny.resume("run")
        try TinyTraining(in: folder).begin("whole")
        let name = "checkpoints/step-00000010.safetensors"
        #expect(try folder.bytes("run/\(name)") == folder.bytes("whole/\(name)"))
    }

    @Test func theBestWeightsAreThoseOfTheBestEvaluation() throws {
        let outcome = try TinyTraining(in: folder, epochs: 6).begin("run")
        let tests = try MetricsLog.lines(of: folder["run/metrics.jsonl"]).filter { $0.split == .test }
        let most = tests.map(\.top1).max()
        let best = try #require(
            tests.filter { $0.top1 == most }.min { ($0.loss ?? .infinity, $0.step) < ($1.loss ?? .infinity, $1.step) })
        #expect(outcome.best?.step == best.step)
        let checkpoint = try RunFolder.open(at: folder["run"]).checkpoints().first { $0.step == best.step }
        let kept = try SafetensorsFile.read(folder["run/checkpoints/best.safetensors"])
        #expect(try SafetensorsFile.read(#require(checkpoint).weightsPath).tensors == kept.tensors)
        #expect(kept.metadata["step"] == "\(best.step)")
    }

    /// At a rate that changes nothing the second evaluation is as the first, and so is the third.
    @Test(arguments: [[3], [5, 7], [10, 12]]) func stopsEarlyAndTheSameWayInParts(stops: [Int]) throws {
        let tiny = try TinyTraining(
            in: folder, epochs: 9, rate: 1e-30, others: ["early-stopping: {patience: 2, least-change: 1}"])
        let whole = try tiny.begin("whole")
        #expect(whole.end == .nothingBetter && whole.step == 15 && whole.isComplete)
        #expect(try tiny.begin("parts", maxSteps: stops[0]).end == .maxSteps)
        for stop in stops.dropFirst() { #expect(try tiny.resume("parts", maxSteps: stop).end == .maxSteps) }
        let parts = try tiny.resume("parts")
        #expect(parts.end == .nothingBetter && parts.step == 15)
        #expect(try tiny.resume("parts").step == 15)
        for end in ["safetensors", "optimizer.safetensors"] {
            let name = "checkpoints/step-00000015.\(end)"
            #expect(try folder.bytes("whole/\(name)") == folder.bytes("parts/\(name)"))
        }
    }

    @Test func stopsAtTheTimeLimit() throws {
        let tiny = try TinyTraining(in: folder)
        let outcome = try Trainer(tiny.setup(timeLimit: .zero), in: tiny.create("run"), observer: Silence()).train()
        #expect(outcome.end == .timeLimit && outcome.step == 0 && !outcome.isComplete)
        #expect(try tiny.resume("run").isComplete)
    }

    @Test func anEvaluationEndsWhenAskedTo() throws {
        let tiny = try TinyTraining(in: folder)
        var isAsked = false
        let observer = Asker { isAsked = true }
        let outcome = try tiny.trainer(in: tiny.create("run"), observer: observer).train { isAsked }
        #expect(outcome.end == .stopRequest && outcome.step == 5 && outcome.evaluation == nil)
        #expect(observer.pictures == 8)
        #expect(try MetricsLog.lines(of: folder["run/metrics.jsonl"]).allSatisfy { $0.split == .train })
        try tiny.resume("run")
        #expect(
            try MetricsLog.lines(of: folder["run/metrics.jsonl"]).filter { $0.split == .test }.map(\.step) == [5, 10])
    }

    @Test func theLastEvaluationIsMadeUpFor() throws {
        let tiny = try TinyTraining(in: folder, epochs: 1)
        var isAsked = false
        let outcome = try tiny.trainer(in: tiny.create("run"), observer: Asker { isAsked = true }).train { isAsked }
        #expect(outcome.step == 5 && !outcome.isComplete)
        let resumed = try tiny.resume("run")
        #expect(resumed.isComplete && resumed.evaluation?.samples == 20)
    }

    /// Asks for an end in the middle of an evaluation.
    private final class Asker: TrainingObserver {
        private let ask: () -> Void
        private(set) var pictures = 0

        init(_ ask: @escaping () -> Void) { self.ask = ask }

        func evaluated(_ count: Int, of total: Int) {
            pictures = count
            ask()
        }
    }

    @Test func beginsWithWeightsOfAFile() throws {
        let tiny = try TinyTraining(in: folder)
        try tiny.begin("first", maxSteps: 5)
        let start = StartingWeights(path: folder["first/checkpoints/step-00000005.safetensors"])
        let run = try tiny.create("second")
        let trainer = try Trainer(tiny.setup(weights: start), in: run, observer: Silence())
        #expect(trainer.weightsReport?.loaded.count == 8)
        let first = "second/checkpoints/step-00000000.safetensors"
        #expect(try SafetensorsFile.read(folder[first]).tensors == SafetensorsFile.read(start.path).tensors)
        #expect(try trainer.train().isComplete)
        // Killed before its first step it goes on with the same weights.
        _ = try Trainer(tiny.setup(weights: start), in: tiny.create("third"), observer: Silence())
        try tiny.resume("third")
        let last = "checkpoints/step-00000010.safetensors"
        #expect(try folder.bytes("third/\(last)") == folder.bytes("second/\(last)"))
    }

    /// A run that goes on from an older checkpoint makes the later steps again, and those weights are not its best.
    @Test func theBestOfStepsThatAreMadeAgainIsSetAside() throws {
        let tiny = try TinyTraining(in: folder)
        try tiny.begin("run")
        let best = folder["run/checkpoints/best.safetensors"]
        let last = folder["run/checkpoints/step-00000010.safetensors"]
        try FileManager.default.removeItem(atPath: best)
        try FileManager.default.moveItem(atPath: last, toPath: best)
        try FileManager.default.removeItem(atPath: folder["run/checkpoints/step-00000010.optimizer.safetensors"])
        _ = try tiny.trainer(in: tiny.reopen("run"))
        #expect(!folder.exists("run/checkpoints/best.safetensors"))
        #expect(folder.exists("run/checkpoints/best.safetensors.of-step-10"))
    }

    /// Where the weights of the best evaluation before those steps are not kept either, no best is told of that nobody can find.
    @Test(arguments: [false, true]) func aBestThatIsNotThereIsForgotten(isOfLaterStep: Bool) throws {
        let tiny = try TinyTraining(in: folder, epochs: 3, others: ["early-stopping: {patience: 9}"])
        // The checkpoint of step 10 knows that of step 5 as the best.
        try tiny.begin("run", maxSteps: 10)
        let best = "run/checkpoints/best.safetensors"
        try folder.remove(best)
        if isOfLaterStep {
            try tiny.begin("other")
            try folder.write(folder.bytes("other/checkpoints/step-00000015.safetensors"), to: best)
        }
        let lines = try folder.text("run/metrics.jsonl").split(separator: "\n")
        try folder.write(lines.dropLast().map { $0 + "\n" }.joined(), to: "run/metrics.jsonl")
        let trainer = try tiny.trainer(in: tiny.reopen("run"))
        let start = "the weights of the best evaluation so far, after 5 steps, are not there any more: "
        #expect(trainer.notes.count == 1 && trainer.notes.first?.hasPrefix(start) == true, "\(trainer.notes)")
        #expect(trainer.notes.first?.hasSuffix("kept as `\(folder[best]).of-step-15`") == isOfLaterStep)
        let outcome = try trainer.train()
        let found = try #require(outcome.best)
        #expect(found.step > 5)
        #expect(try SafetensorsFile.read(folder[best]).metadata["step"] == "\(found.step)")
    }

    /// The checkpoint was written before the evaluation that made its weights the best.
    @Test func theBestOfTheLastCheckpointIsFoundAgain() throws {
        let outcome = try TinyTraining(in: folder, epochs: 6, rate: 0.2).begin("run")
        let step = try #require(outcome.best).step
        let again = try TinyTraining(in: folder, epochs: 6, rate: 0.2)
        try again.begin("parts", maxSteps: step)
        let trainer = try again.trainer(in: again.reopen("parts"))
        #expect(trainer.notes == [])
        #expect(try trainer.train().best == outcome.best)
    }

    /// However few are kept, two can be gone on from.
    @Test func whatCanBeGoneOnFromStays() throws {
        let tiny = try TinyTraining(in: folder, others: ["checkpoint-every: {steps: 2}", "keep-checkpoints: 2"])
        let observer = Writer { checkpoint in
            if checkpoint.step == 4 { try? FileManager.default.removeItem(atPath: checkpoint.optimizerPath) }
        }
        try tiny.begin("run", maxSteps: 6, observer: observer)
        #expect(
            folder.names("run/checkpoints").filter { $0.hasPrefix("step-") } == [
                "step-00000002.optimizer.safetensors", "step-00000002.safetensors", "step-00000004.safetensors",
                "step-00000006.optimizer.safetensors", "step-00000006.safetensors",
            ])
    }

    private final class Writer: TrainingObserver {
        private let action: (Checkpoint) -> Void

        init(_ action: @escaping (Checkpoint) -> Void) { self.action = action }

        func wrote(_ checkpoint: Checkpoint) { action(checkpoint) }
    }

    /// Its weights are those of a file, whatever their first loss is.
    @Test func aRunKilledAtItsStartIsNotTakenAsUntrained() throws {
        let tiny = try TinyTraining(in: folder)
        let store = try ParameterStore(tiny.experiment.network)
        store.initialize(seed: 1)
        let bias = Tensor([10], [100] + [Float](repeating: 0, count: 9))
        let entries = store.entries.map {
            SafetensorsFile.Entry($0.name, $0.name == "classifier.bias" ? bias : store.tensor($0))
        }
        try SafetensorsFile(entries).write(to: folder["w.safetensors"])
        let start = StartingWeights(path: folder["w.safetensors"])
        _ = try Trainer(tiny.setup(weights: start), in: tiny.create("run"), observer: Silence())
        let observer = Listener()
        _ = try tiny.trainer(in: tiny.reopen("run"), observer: observer).train(maxSteps: 1)
        #expect(!observer.notes.contains { $0.contains("the first loss") }, "\(observer.notes)")
    }

    private final class Listener: TrainingObserver {
        private(set) var notes: [String] = []

        func noted(_ note: String) { notes.append(note) }
    }

    /// A run killed between the checkpoint that it begins with and its spec is begun again, with or without those weights.
    @Test func aStartWithoutASpecIsNoRun() throws {
        let tiny = try TinyTraining(in: folder)
        try tiny.begin("first", maxSteps: 5)
        let start = StartingWeights(path: folder["first/checkpoints/step-00000005.safetensors"])
        let first = "run/checkpoints/step-00000000.safetensors"
        do {
            _ = try Trainer(tiny.setup(weights: start), in: tiny.create("run"), observer: Silence())
        }
        #expect(folder.exists(first))
        for file in try FileManager.default.contentsOfDirectory(atPath: folder["run"]) where file != "checkpoints" {
            try FileManager.default.removeItem(atPath: folder["run/\(file)"])
        }
        #expect(throws: TrainingError.self) { try tiny.reopen("run") }
        #expect(try tiny.begin("run").isComplete)
        #expect(!folder.exists(first))
        try tiny.begin("other")
        let last = "checkpoints/step-00000010.safetensors"
        #expect(try folder.bytes("run/\(last)") == folder.bytes("other/\(last)"))
    }
}
