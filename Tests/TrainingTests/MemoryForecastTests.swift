import Datasets
import Execution
import Layers
import Networks
import OneDNNBackend
import Recipes
import SpecCompiler
import Tensors
import TestSupport
import Testing
import Training

/// What a run will need, and that what there is not is refused before it is taken.
struct MemoryForecastTests {
    private func setup(batch: Int, limit: MemoryLimit?) throws -> TrainingSetup {
        let experiment = try TinyTraining(in: TemporaryFolder(), batch: batch).experiment
        let data = try #require(experiment.data)
        return TrainingSetup(
            network: experiment.network, settings: try #require(experiment.training),
            dataset: try data.open(in: nil), dataSettings: data, backend: try OneDNNBackend(threads: 1),
            limit: limit, speed: MachineSpeed(flopsPerSecond: 1e9, bytesPerSecond: 1e9))
    }

    private func trainer(batch: Int, limit: MemoryLimit?) throws -> Trainer {
        let folder = try TemporaryFolder()
        let run = try RunFolder.create(at: folder["run"], spec: "")
        defer { withExtendedLifetime(folder) {} }
        return try Trainer(setup(batch: batch, limit: limit), in: run, observer: Silence())
    }

    /// In lines of 16 numbers: 192 weights and 4 biases, 4 scales and 4 shifts, 40 weights and 10 biases; 2 statistics of 4.
    @Test func partsByHand() throws {
        let forecast = try trainer(batch: 8, limit: nil).forecast
        let memory = try #require(forecast.memory)
        let learned = 4 * 16 * (12 + 1 + 1 + 1 + 3 + 1)
        #expect(memory.parameters == learned + 4 * 16 * 2)
        #expect((memory.gradients, memory.optimizerState) == (learned, learned))
        #expect(memory.pictures == 2 * 4 * 8 * 3 * 32 * 32 * 4)
        #expect(memory.working.byteCount > (memory.evaluation?.byteCount ?? .max))
        #expect(
            memory.peak
                == memory.process + memory.parameters + 2 * learned + memory.pictures + memory.working.byteCount)
        let update = try #require(forecast.parts?.update)
        // Values and velocities are read and written, gradients read twice; the gaps between tensors are not counted.
        #expect(update.byteCount == 6 * 4 * (192 + 4 + 4 + 4 + 40 + 10))
        #expect(update.seconds == Double(update.byteCount) / 1e9)
    }

    @Test func aBatchIsRefusedWithTheLargestThatFits() throws {
        let limit = MemoryLimit(byteCount: 3 << 20)
        let refusal = try #require(throws: BatchTooLarge.self) { try trainer(batch: 40, limit: limit) }
        let largest = try #require(refusal.largest)
        #expect((1..<40).contains(largest))
        #expect(refusal.batch == 40 && refusal.neededByteCount > limit.byteCount)
        #expect(try trainer(batch: largest, limit: limit).forecast.memory?.additional ?? .max <= limit.byteCount)
        let next = try #require(throws: BatchTooLarge.self) { try trainer(batch: largest + 1, limit: limit) }
        #expect(next.largest == largest)
        #expect(refusal.description.hasSuffix(", and the machine has 3.0 MiB"))
        #expect(refusal.help == "lower it to \(largest), the largest that fits")
    }

    @Test func whereNothingFitsItSaysSo() throws {
        let refusal = try #require(throws: BatchTooLarge.self) {
            try trainer(batch: 8, limit: MemoryLimit(byteCount: 1000, source: .controlGroup))
        }
        #expect(refusal.largest == nil)
        #expect(refusal.description.hasSuffix(", and the control group of this process leaves 0.0 MiB"))
        #expect(refusal.help?.contains("not even one picture fits") == true)
    }

    @Test func aRefusedRunLeavesNothingBehind() throws {
        let folder = try TemporaryFolder()
        let run = try RunFolder.create(at: folder["run"], spec: "")
        #expect(throws: BatchTooLarge.self) {
            try Trainer(setup(batch: 8, limit: MemoryLimit(byteCount: 1000)), in: run, observer: Silence())
        }
        #expect(folder.names("").isEmpty)
    }

    /// Five places of a picture are read side by side.
    @Test func tenCropHasFiveTimesThePictures() throws {
        let setup = try setup(batch: 8, limit: nil)
        let step = StepSetup(
            network: setup.network.forEvaluation, phase: .evaluation, batch: 8, optimizer: nil, backend: setup.backend)
        let pictures = try [EvaluationViews.whole, .flip, .tenCrop].map { views in
            try StepForecast(step, .evaluation(views), speed: nil, limit: nil).memory?.pictures
        }
        let one = 4 * 8 * 3 * 32 * 32 * 4
        #expect(pictures == [one, one, 5 * one])
    }

    /// Three batches pass, and the weights change once.
    @Test func aStepOfSeveralBatchesTakesTheTimeOfAll() throws {
        let setup = try setup(batch: 8, limit: nil)
        let forecast = try StepForecast(
            StepSetup(
                network: setup.network.forTraining(labelSmoothing: 0, classWeights: []), phase: .training, batch: 8,
                optimizer: setup.settings.optimizer, backend: setup.backend, batchesInStep: 3),
            .stepsAlone, speed: setup.speed, limit: nil)
        let parts = try #require(forecast.parts)
        let (passes, update) = (parts.operations.reduce(0) { $0 + $1.seconds }, try #require(parts.update).seconds)
        #expect(abs(try #require(forecast.seconds) / (3 * passes + update) - 1) < 1e-9)
        #expect(abs(try #require(forecast.secondsWithOneBatch) / (passes + update) - 1) < 1e-9)
        #expect(passes > 0 && update > 0)
    }

    @Test(arguments: [1, 2, 17, 999, 1000, 4095]) func theLargestBatchIsFound(answer: Int) throws {
        // A line, a curve, and steps; each crosses the limit behind `answer`.
        let needs: [(Int) -> Int] = [
            { 1_000_000 + $0 * 12_345 }, { $0 * $0 * 1000 }, { ($0 + 63) / 64 * 1_000_000 + $0 },
        ]
        for need in needs {
            var trials = 0
            let found = largestBatch(below: 4096, needing: need(4096), within: need(answer)) { batch in
                trials += 1
                return need(batch)
            }
            #expect(found == answer)
            #expect(trials <= 30)
        }
    }

    @Test func notEvenOnePicture() {
        #expect(largestBatch(below: 64, needing: 6400, within: 99) { $0 * 100 } == nil)
        #expect(largestBatch(below: 1, needing: 100, within: 99) { $0 * 100 } == nil)
    }
}
