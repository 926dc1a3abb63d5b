import Diagnostics
import Execution
import Foundation
import Interchange
import OneDNNBackend
import Planning
import SpecCompiler
import Synchronization
import Tensors
import TestSupport
import Testing
import ThisMachine
import Training

@Suite struct ResumeTests {
    /// Weights and velocity, bit for bit, and metrics but for the speed.
    private func traces(_ folder: TemporaryFolder, _ run: String) throws -> (
        weights: [UInt8], velocity: [UInt8], lines: [String]
    ) {
        let lines = try MetricsLog.lines(of: folder["\(run)/metrics.jsonl"]).map {
            "\($0.step) \($0.epoch) \($0.split) \($0.loss ?? .nan) \($0.top1) \($0.top5 ?? -1) \($0.learningRate)"
        }
        return (
            try folder.bytes("\(run)/checkpoints/step-00000010.safetensors"),
            try folder.bytes("\(run)/checkpoints/step-00000010.optimizer.safetensors"), lines
        )
    }

    @Test func stoppingLeavesNoTrace() throws {
        let folder = try TemporaryFolder()
        try expectNoTrace(of: TinyTraining(in: folder), folder)
    }

    /// Gradients of two batches in a step, an optimiser with two numbers for each weight, and an average that begins within the
    /// first epoch.
    @Test func stoppingLeavesNoTraceOfAnAverage() throws {
        let folder = try TemporaryFolder()
        let tiny = try TinyTraining(
            in: folder, batch: 4, optimizer: "{adam: {rate: 0.01}}",
            others: ["accumulate: 2", "average: {decay: 0.8, from: 0.4}"])
        try expectNoTrace(of: tiny, folder)
        // The file that others read is what was evaluated.
        let last = try RunFolder.open(at: folder["whole"]).requireLastCheckpoint()
        let memory = try SafetensorsFile.read(last.optimizerPath).byName
        let weights = try SafetensorsFile.read(last.weightsPath).byName
        #expect(weights["stem.weight"] != memory["stem.weight.trained"])
        #expect(weights["stem.weight"]?.shape == memory["stem.weight.trained"]?.shape)
    }

    /// With two threads, and a convolution that is large enough for Winograd's algorithm.
    @Test func stoppingLeavesNoTraceOnOneDNN() throws {
        let folder = try TemporaryFolder()
        try expectNoTrace(
            of: TinyTraining(in: folder, middle: Self.largeMiddle, backend: OneDNNBackend(threads: 2)), folder)
    }

    /// Groups, several batches in a step, clipping, and an optimiser that remembers three numbers of each.
    @Test func stoppingLeavesNoTraceOfAnyState() throws {
        let folder = try TemporaryFolder()
        try expectNoTrace(
            of: TinyTraining(
                in: folder, batch: 4, optimizer: "{adamw: {rate: 0.01, amsgrad: true}}",
                others: [
                    "accumulate: 2", "clip-norm: 0.5", "decay: weights-only",
                    "average: {half-life: 0.5, every: 2, re-estimate: 2}",
                    "rules: [{match: \"norm.*\", rate: 4}, {match: stem.bias, freeze: true}]",
                ]), folder)
    }

    /// A stop does not wait until running statistics are found anew by 200 batches; the run that goes on finds them.
    @Test(arguments: [(5, false), (10, false), (5, true), (10, true)]) func aStopDoesNotWaitForStatistics(
        step: Int, isKilledThen: Bool
    ) throws {
        let folder = try TemporaryFolder()
        let tiny = try TinyTraining(in: folder, others: ["average: {decay: 0.8, re-estimate: 200}"])
        try tiny.begin("whole")
        let expected = try traces(folder, "whole")
        let observer = Stopper()
        // Asked once for each batch of an estimate.
        let outcome = try tiny.trainer(in: tiny.create("run"), observer: observer).train {
            if observer.step == step { observer.asked += 1 }
            return observer.asked > 7
        }
        #expect(outcome.end == .stopRequest && outcome.step == step)
        let start = "the checkpoint of step \(step) has the running statistics of the trained weights: "
        #expect(observer.notes.count { $0.hasPrefix(start) } == 1)
        let name = "checkpoints/step-000000\(step == 5 ? "05" : "10")"
        #expect(try folder.bytes("run/\(name).safetensors") != folder.bytes("whole/\(name).safetensors"))
        #expect(
            try SafetensorsFile.read(folder["run/\(name).optimizer.safetensors"]).metadata["estimate.owed"] == "yes")
        // It is made again as it is.
        let again = try Reproduction(
            of: .open(at: folder["run"]), in: folder["again"], spec: tiny.experiment.resolvedText, observer: Silence(),
            setup: { try tiny.setup(weights: $1, findings: $0) }, isStopRequested: { false })
        #expect(again.reproduced, "\(again.line)")
        // Between the two files that it writes again.
        if isKilledThen {
            try folder.write(folder.bytes("whole/\(name).safetensors"), to: "run/\(name).safetensors")
        }
        #expect(try tiny.resume("run").isComplete)
        for file in ["\(name).safetensors", "\(name).optimizer.safetensors"] {
            #expect(try folder.bytes("run/\(file)") == folder.bytes("whole/\(file)"))
        }
        let found = try traces(folder, "run")
        #expect(found.weights == expected.weights && found.velocity == expected.velocity)
        #expect(found.lines == expected.lines)
    }

    private final class Stopper: TrainingObserver {
        var step = 0
        var asked = 0
        var notes: [String] = []

        func finished(_ step: StepReport) { self.step = step.step }
        func noted(_ note: String) { notes.append(note) }
    }

    private static let largeMiddle =
        "add: {long: [{convolution: {filters: 32, kernel: 1}}, {convolution: {filters: 32, kernel: 3, "
        + "pad: 1}}], short: [{convolution: {filters: 32, kernel: 1}}]}"

    /// What the machine remembers by then changes the bits of a new run, but not those of a run that began before.
    @Test(.needsWinograd) func aRunKeepsItsAlgorithms() throws {
        let folder = try TemporaryFolder()
        func tiny(_ memory: String) throws -> TinyTraining {
            let tuning = TuningMemory(path: folder[memory])
            return try TinyTraining(
                in: folder, middle: Self.largeMiddle, backend: OneDNNBackend(threads: 2, tuning: tuning))
        }
        try tiny("first.tsv").begin("whole")
        // On a busy machine every trial is in doubt, and made again.
        try folder.write(folder.text("first.tsv").replacingOccurrences(of: "\tdoubtful", with: ""), to: "first.tsv")
        try folder.write(turned(folder.text("first.tsv")), to: "second.tsv")
        try tiny("first.tsv").begin("parts", maxSteps: 3)
        try tiny("second.tsv").resume("parts")
        try tiny("second.tsv").begin("other")
        let whole = try traces(folder, "whole").weights
        #expect(try traces(folder, "parts").weights == whole)
        #expect(try traces(folder, "other").weights != whole)
    }

    /// What an engine remembers of convolutions, with the slower of two algorithms as the faster.
    private func turned(_ text: String) -> String {
        text.split(separator: "\n").map { line in
            let columns = line.split(separator: "\t")
            return ([columns[0]] + columns[3...] + columns[1...2]).joined(separator: "\t") + "\n"
        }.joined()
    }

    private func expectNoTrace(of tiny: TinyTraining, _ folder: TemporaryFolder) throws {
        let whole = try tiny.begin("whole")
        #expect(whole.isComplete && whole.step == 10 && whole.evaluation != nil)
        let expected = try traces(folder, "whole")
        #expect(expected.lines.count == 12)
        for stops in [[5], [3, 7], [1, 5, 9]] {
            let name = "stopped-\(stops[0])-\(stops.count)"
            #expect(try !tiny.begin(name, maxSteps: stops[0]).isComplete)
            for stop in stops.dropFirst() { try tiny.resume(name, maxSteps: stop) }
            #expect(try tiny.resume(name).isComplete)
            let found = try traces(folder, name)
            #expect(found.weights == expected.weights, "\(stops)")
            #expect(found.velocity == expected.velocity, "\(stops)")
            #expect(found.lines == expected.lines, "\(stops)")
        }
    }

    /// What the schedule remembers of evaluations goes on with the run.
    @Test func aScheduleThatGoesByEvaluationsGoesOn() throws {
        let folder = try TemporaryFolder()
        let tiny = try TinyTraining(
            in: folder, epochs: 5, schedule: "{plateau: {patience: 0, threshold: 0.9, factor: 0.5, cooldown: 1}}")
        try tiny.begin("whole")
        func rates(_ run: String) throws -> [Double] {
            try MetricsLog.lines(of: folder["\(run)/metrics.jsonl"]).filter { $0.split == .train }.map(\.learningRate)
        }
        // The first evaluation is the best, the second is no better, the third does not count, the fourth is no better.
        #expect(try rates("whole") == [0.05, 0.05, 0.025, 0.025, 0.0125].flatMap { [Double](repeating: $0, count: 5) })
        try tiny.begin("parts", maxSteps: 5)
        for stop in [7, 10, 13, 15, 20, 24] { try tiny.resume("parts", maxSteps: stop) }
        try tiny.resume("parts")
        #expect(try rates("parts") == rates("whole"))
        let last = "checkpoints/step-00000025.safetensors"
        #expect(try folder.bytes("parts/\(last)") == folder.bytes("whole/\(last)"))
    }

    /// An evaluation that came only because the training ended changes nothing of a training that goes on longer.
    @Test func anEvaluationAtTheEndIsNoneOfALongerTraining() throws {
        let folder = try TemporaryFolder()
        func tiny(epochs: Int) throws -> TinyTraining {
            try TinyTraining(
                in: folder, epochs: epochs, rate: 1e-30, evaluateEvery: 2,
                schedule: "{plateau: {patience: 0, threshold: 0.9, factor: 0.5}}",
                others: ["checkpoint-every: {steps: 4}", "early-stopping: {patience: 2, least-change: 1}"])
        }
        let whole = try tiny(epochs: 7).begin("whole")
        // After the evaluations of epochs 2, 4 and 6.
        #expect(whole.end == .nothingBetter && whole.step == 30)
        #expect(try tiny(epochs: 3).begin("longer").end == .allEpochs)
        let longer = try tiny(epochs: 7).resume("longer")
        #expect(longer.end == .nothingBetter && longer.step == 30)
        func rates(_ run: String) throws -> [Double] {
            try MetricsLog.lines(of: folder["\(run)/metrics.jsonl"]).filter { $0.split == .train }.map(\.learningRate)
        }
        #expect(try rates("longer") == rates("whole"))
        let last = "checkpoints/step-00000030.safetensors"
        #expect(try folder.bytes("longer/\(last)") == folder.bytes("whole/\(last)"))
    }

    /// The last validation lowers the rate for a step that does not come; the test is told at the rate of the last that did.
    @Test func theLastTestHasTheRateOfTheLastStep() throws {
        let folder = try TemporaryFolder()
        let tiny = try TinyTraining(
            in: folder, epochs: 3, schedule: "{plateau: {patience: 0, threshold: 0.9, factor: 0.5}}",
            set: ["data.validation=10"])
        try tiny.begin("run")
        let lines = try folder.text("run/metrics.jsonl").split(separator: "\n")
        let metrics = try MetricsLog.lines(of: folder["run/metrics.jsonl"])
        #expect(metrics.last?.split == .test)
        #expect(metrics.suffix(3).map(\.learningRate) == [0.025, 0.025, 0.025])
        // Also where the test is made up for.
        try folder.write(lines.dropLast().map { $0 + "\n" }.joined(), to: "run/metrics.jsonl")
        try tiny.resume("run")
        #expect(try MetricsLog.lines(of: folder["run/metrics.jsonl"]).last?.learningRate == 0.025)
    }

    @Test func whatARunBeganWithMayBeUnknown() throws {
        let folder = try TemporaryFolder()
        let tiny = try TinyTraining(in: folder)
        try tiny.begin("run", maxSteps: 2)
        let known = try folder.text("run/computation.json")
        for text in ["{", nil] {
            if let text {
                try folder.write(text, to: "run/computation.json")
            } else {
                try folder.remove("run/computation.json")
            }
            let notes = try tiny.trainer(in: tiny.reopen("run")).notes
            #expect(notes.count == 1)
            #expect(notes.first?.hasPrefix("what the run began with is not known, for its `computation.json`") == true)
        }
        try folder.write(known, to: "run/computation.json")
        #expect(try tiny.trainer(in: tiny.reopen("run")).notes == [])
    }

    @Test func theSameTwice() throws {
        let folder = try TemporaryFolder()
        let tiny = try TinyTraining(in: folder)
        try tiny.begin("a")
        try tiny.begin("b")
        let (first, second) = (try traces(folder, "a"), try traces(folder, "b"))
        #expect(first.weights == second.weights && first.velocity == second.velocity && first.lines == second.lines)
    }

    @Test func goesOnLonger() throws {
        let folder = try TemporaryFolder()
        try TinyTraining(in: folder).begin("whole")
        try TinyTraining(in: folder, epochs: 1).begin("longer")
        let longer = try TinyTraining(in: folder)
        try longer.resume("longer")
        #expect(try traces(folder, "longer").weights == traces(folder, "whole").weights)
        #expect(try folder.text("longer/spec.yaml") == longer.experiment.resolvedText)
    }

    @Test func refusesFewerEpochsThanWereMade() throws {
        let folder = try TemporaryFolder()
        let tiny = try TinyTraining(in: folder)
        try tiny.begin("run")
        let shorter = try TinyTraining(in: folder, epochs: 1)
        let error = #expect(throws: TrainingError.self) { try shorter.resume("run") }
        #expect(error?.message == "the run has made 10 steps already, and 1 epoch has 5")
        #expect(try folder.text("run/spec.yaml") == tiny.experiment.resolvedText)
    }

    @Test func dropsLinesOfStepsAfterTheCheckpoint() throws {
        let folder = try TemporaryFolder()
        let tiny = try TinyTraining(in: folder)
        try tiny.begin("whole")
        try tiny.begin("cut", maxSteps: 5)
        let lines = try folder.text("cut/metrics.jsonl")
        let later =
            #"{"step": 6, "epoch": 2, "split": "train", "loss": 1, "top1": 0, "learningRate": 1, "imagesPerSecond": 1}"#
        try folder.write(lines + later + "\n" + #"{"step": 7, "epo"#, to: "cut/metrics.jsonl")
        try tiny.resume("cut")
        #expect(try traces(folder, "cut").lines == traces(folder, "whole").lines)
    }

    @Test func evaluatesWhatWasNotEvaluated() throws {
        let folder = try TemporaryFolder()
        let tiny = try TinyTraining(in: folder)
        try tiny.begin("whole")
        try tiny.begin("cut", maxSteps: 5)
        let lines = try folder.text("cut/metrics.jsonl").split(separator: "\n").dropLast()
        try folder.write(lines.joined(separator: "\n") + "\n", to: "cut/metrics.jsonl")
        try tiny.resume("cut")
        #expect(try traces(folder, "cut").lines == traces(folder, "whole").lines)
    }

    @Test func beginsAnewWithoutACheckpoint() throws {
        let folder = try TemporaryFolder()
        let tiny = try TinyTraining(in: folder)
        try tiny.begin("whole")
        try folder.write(tiny.experiment.resolvedText, to: "empty/spec.yaml")
        try tiny.resume("empty")
        #expect(try traces(folder, "empty").weights == traces(folder, "whole").weights)
    }

    @Test func aDoneRunStaysAsItIs() throws {
        let folder = try TemporaryFolder()
        let tiny = try TinyTraining(in: folder)
        try tiny.begin("a")
        let before = try folder.text("a/metrics.jsonl")
        let outcome = try tiny.resume("a")
        #expect(outcome.isComplete && outcome.step == 10)
        #expect(try folder.text("a/metrics.jsonl") == before)
    }

    @Test func refusesAnotherSpec() throws {
        let folder = try TemporaryFolder()
        try TinyTraining(in: folder).begin("a", maxSteps: 1)
        let error = #expect(throws: DiagnosticsError.self) { try TinyTraining(in: folder, batch: 4).resume("a") }
        #expect(
            error?.diagnostics.map(\.message) == [
                "`train.batch` must stay `8` when the run goes on, found `4`: it decides which pictures a step sees"
            ])
    }

    @Test func refusesAnotherLengthWhereTheScheduleDependsOnIt() throws {
        let folder = try TemporaryFolder()
        try TinyTraining(in: folder, epochs: 1, schedule: "cosine").begin("a")
        let error = #expect(throws: DiagnosticsError.self) {
            try TinyTraining(in: folder, epochs: 2, schedule: "cosine").resume("a")
        }
        #expect(
            error?.diagnostics.map(\.message) == [
                "`train.epochs` must stay `1` when the run goes on, found `2`: the schedule depends on the length"
            ])
        try TinyTraining(in: folder, epochs: 1, evaluateEvery: 0, schedule: "cosine").resume("a")
    }

    @Test func refusesToResumeNothing() throws {
        let folder = try TemporaryFolder()
        let error = #expect(throws: TrainingError.self) { try TinyTraining(in: folder).resume("none") }
        #expect(error?.message == "`\(folder["none"])` must hold a run to go on with, and none was begun there")
        #expect(error?.help == "leave out `--resume` to begin one there")
    }

    @Test func whatTheBackendFoundGoesOnWithTheRun() throws {
        let folder = try TemporaryFolder()
        let (first, second) = (FindingBackend("found"), FindingBackend("found otherwise"))
        try TinyTraining(in: folder, backend: first).begin("run", maxSteps: 2)
        #expect(try folder.text("run/algorithms.tsv") == "found")
        #expect(first.adopted.withLock { $0 } == [])
        try TinyTraining(in: folder, backend: second).resume("run")
        #expect(second.adopted.withLock { $0 } == ["found"])
        #expect(try folder.text("run/algorithms.tsv") == "found")
    }
}

/// The reference, with findings to tell until it adopts others.
private final class FindingBackend: Backend {
    let name = "finding"
    let adopted = Mutex<[String]>([])
    private let own: String

    init(_ findings: String) { own = findings }

    var findings: String? { adopted.withLock { $0.last ?? own } }

    func adopt(findings: String) -> Bool {
        adopted.withLock { $0.append(findings) }
        return true
    }

    func compile(_ plan: ExecutionPlan, parameters: ParameterStore) throws -> any Executable {
        try ReferenceBackend().compile(plan, parameters: parameters)
    }

    func outline(_ plan: ExecutionPlan, parameters: ParameterStore) throws -> ProgramOutline {
        try ReferenceBackend().outline(plan, parameters: parameters)
    }
}
