import Datasets
import Execution
import FoundationEssentials
import Interchange
import SpecCompiler
import Tensors
import TestSupport
import Testing
import Training

@Suite struct VerificationTests {
    private let folder: TemporaryFolder
    private let tiny: TinyTraining

    init() throws {
        folder = try TemporaryFolder()
        tiny = try TinyTraining(in: folder)
    }

    @Test func resumingIsExact() throws {
        let proof = try ResumeProof(
            steps: 7, in: folder.path, spec: tiny.experiment.resolvedText, setup: { try tiny.setup(findings: $0) })
        #expect(proof.steps == 7 && proof.stops == [1, 3])
        // 6 learned tensors and 2 statistics; 6 velocities.
        #expect(proof.tensors == 14)
        #expect(
            proof.line
                == "resuming is exact: 7 steps, stopped after 1 and 3 or not at all, gave the same bits in all losses and in "
                + "14 tensors")
    }

    private func prove(_ steps: Int, _ tiny: TinyTraining, in place: String, isStopRequested: () -> Bool = { false })
        throws -> ResumeProof
    {
        try ResumeProof(
            steps: steps, in: folder[place], spec: tiny.experiment.resolvedText,
            setup: { try tiny.setup(findings: $0) }, isStopRequested: isStopRequested)
    }

    /// The middle of the steps that there are, not of those that were asked for.
    @Test func aShortTrainingIsStoppedInItsMiddle() throws {
        let others = ["average: {decay: 0.5, re-estimate: 1}", "early-stopping: {patience: 1}"]
        let tiny = try TinyTraining(in: folder, epochs: 1, schedule: "plateau", others: others)
        let proof = try prove(100, tiny, in: "proof")
        #expect(proof.steps == 5 && proof.stops == [1, 2])
        #expect(proof.line.hasPrefix("resuming is exact: 5 steps, stopped after 1 and 2 or not at all"))
        let part = try prove(4, tiny, in: "part")
        #expect(part.line.hasPrefix("resuming is exact: 4 steps of an epoch of 5, stopped after 1 and 2 or not at all"))
    }

    @Test func oneStepShowsNothing() throws {
        let one = try TinyTraining(in: folder, epochs: 1, batch: 43)
        for (steps, tiny, place) in [(1, tiny, "a"), (6, one, "b")] {
            let error = #expect(throws: TrainingError.self) { try prove(steps, tiny, in: place) }
            #expect(error?.message == "at least 2 steps are needed to show that resuming is exact, found 1")
        }
    }

    @Test func aProofCanBeStopped() throws {
        var asked = 0
        let error = #expect(throws: TrainingError.self) {
            try prove(6, tiny, in: "proof") {
                asked += 1
                return asked > 3
            }
        }
        #expect(error?.message == "the training must be made twice up to step 6, and was stopped before")
    }

    /// Also what is remembered beside tensors is compared; of evaluations where that depends on the spec alone.
    @Test(arguments: [
        ("schedule.scale", "results.last", true), ("results.best.step", nil, false), ("estimate.owed", nil, true),
    ]) func scalarsAreCompared(name: String, moment: String?, isAlways: Bool) throws {
        let tiny = try TinyTraining(in: folder, schedule: "plateau")
        try tiny.begin("run")
        try tiny.begin("other")
        let checkpoints = try ["run", "other"].map { try RunFolder.open(at: folder[$0]).requireLastCheckpoint() }
        func compare(comparesResults: Bool) throws -> Int {
            try requireSameState(checkpoints[0], checkpoints[1], comparesResults: comparesResults)
        }
        #expect(try compare(comparesResults: true) == 14)
        func change(_ name: String) throws {
            let memory = try SafetensorsFile.read(checkpoints[1].optimizerPath)
            try SafetensorsFile(memory.tensors, metadata: memory.metadata.merging([name: "7"]) { $1 })
                .write(to: checkpoints[1].optimizerPath)
        }
        try change(name)
        let error = #expect(throws: BitsDiffer.self) { try compare(comparesResults: true) }
        #expect(error?.place == "`\(name)`")
        if isAlways {
            #expect(throws: BitsDiffer.self) { try compare(comparesResults: false) }
        } else {
            #expect(try compare(comparesResults: false) == 14)
        }
        if let moment {
            try change(moment)
            #expect(try compare(comparesResults: false) == 14)
        }
    }

    @Test func whatIsNotExactIsFound() throws {
        // Every part of a run is made at another rate.
        var seed = 1
        let error = #expect(throws: BitsDiffer.self) {
            try ResumeProof(steps: 4, in: folder.path, spec: tiny.experiment.resolvedText) { _ in
                seed += 1
                return try TinyTraining(in: folder, rate: 0.05 + Double(seed) / 100).setup()
            }
        }
        #expect(error?.place == "the metrics of step 1" || error?.place == "the metrics of step 2")
    }

    private func reproduce(_ name: String, as tiny: TinyTraining, in place: String) throws -> Reproduction {
        try Reproduction(
            of: .open(at: folder[name]), in: folder[place], spec: tiny.experiment.resolvedText, observer: Silence(),
            setup: { try tiny.setup(weights: $1, findings: $0) }, isStopRequested: { false })
    }

    @Test func aRunIsReproduced() throws {
        try tiny.begin("run", maxSteps: 3)
        try tiny.resume("run", maxSteps: 7)
        let before = try folder.contents("run")
        let result = try reproduce("run", as: tiny, in: "again")
        #expect(result.reproduced && result.steps == 7 && result.losses == 8 && result.tensors == 14)
        #expect(result.difference == nil)
        #expect(try folder.contents("run") == before)
    }

    /// Evaluations of the pictures held out are held to their own lines, the one of the test at the end to its.
    @Test func aRunWithHeldOutPicturesIsReproduced() throws {
        let tiny = try TinyTraining(in: folder, set: ["data.validation=10"])
        try tiny.begin("run", maxSteps: 8)
        let result = try reproduce("run", as: tiny, in: "again")
        // 33 pictures make 4 steps in each of 2 epochs; 2 evaluations and one of the test.
        #expect(result.reproduced && result.steps == 8 && result.losses == 8 + 3)
        #expect(result.difference == nil)
    }

    /// Before a step is made again in vain.
    @Test func aDamagedRunIsNotMadeAgain() throws {
        try tiny.begin("run", maxSteps: 2)
        let name = "run/checkpoints/step-00000002.optimizer.safetensors"
        var bytes = try folder.bytes(name)
        bytes[bytes.count - 1] ^= 1
        try folder.write(bytes, to: name)
        let error = #expect(throws: TrainingError.self) { try reproduce("run", as: tiny, in: "again") }
        #expect(error?.message.hasPrefix("the checkpoint of step 2 cannot be used: `\(folder[name])`") == true)
        #expect(!folder.exists("again"))
    }

    /// A line of metrics has no loss that is not finite.
    @Test func alsoALossThatIsNoneIsTheSame() throws {
        var metrics = Metrics(classCount: 2)
        let batch = try Batch(pixels: [0], targets: [0], classCount: 2)
        [Float.nan, 0].withUnsafeBufferPointer { scores in
            [Float.nan].withUnsafeBufferPointer { metrics.add(batch, scores: scores, losses: $0) }
        }
        let evaluation = Evaluation(metrics, classes: ["a", "b"])
        #expect(!evaluation.loss.isFinite)
        let written = MetricsLine(
            step: 1, epoch: 1, split: .test, loss: evaluation.loss, top1: evaluation.top1, learningRate: 1,
            imagesPerSecond: 1)
        let line = try JSONDecoder().decode(MetricsLine.self, from: Data(written.json.utf8))
        #expect(line.loss == nil)
        let comparison = MetricsComparison([line], telling: Silence())
        comparison.finished(
            StepReport(step: 1, epoch: 1, pictures: 1, loss: .nan, top1: 0, rate: 1, imagesPerSecond: 1, waited: 0))
        comparison.finished(evaluation, epoch: 1)
        #expect(comparison.count == 1 && comparison.differingStep == nil)
    }

    @Test func anotherRunIsNot() throws {
        try tiny.begin("run", maxSteps: 7)
        let result = try reproduce("run", as: TinyTraining(in: folder, rate: 0.06), in: "again")
        #expect(!result.reproduced && result.steps == 1)
        #expect(result.difference == "the metrics of step 1")
        #expect(result.line == "not reproduced: the two runs differ in the metrics of step 1")
    }
}
