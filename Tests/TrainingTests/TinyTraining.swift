import Datasets
import Diagnostics
import Execution
import SpecCompiler
import TestSupport
import Testing
import Training

/// A training that takes a moment: 40 synthetic pictures, 5 steps in an epoch, every kind of state there is.
struct TinyTraining {
    let folder: TemporaryFolder
    let experiment: Experiment
    private let backend: any Backend

    init(
        in folder: TemporaryFolder, epochs: Int = 2, batch: Int = 8, rate: Double = 0.05, evaluateEvery: Int = 1,
        schedule: String = "{step: {every: 0.6, factor: 0.7}}", norm: String = "{batch-norm: {name: norm}}",
        middle: String = "{relu: {name: act}}", optimizer: String? = nil, others: [String] = [],
        backend: any Backend = ReferenceBackend()
    ) throws {
        self.folder = folder
        self.backend = backend
        let name = "spec.yaml"
        try folder.write(
            """
            netspec: 1
            name: tiny
            input: {channels: 3, height: 32, width: 32}
            network:
              - convolution: {name: stem, filters: 4, kernel: 4, stride: 4}
              - \(norm)
              - \(middle)
              - dropout: {name: drop, ratio: 0.5}
              - global-average-pool: {name: pool}
              - linear: {name: classifier, outputs: 10}
            data: {source: {synthetic: {train: 43, test: 20}}, augment: [{random-crop: {size: 32, pad: 4}}, horizontal-flip]}
            train:
              epochs: \(epochs)
              batch: \(batch)
              optimizer: \(optimizer ?? "{sgd: {rate: \(rate), momentum: 0.9, nesterov: true, weight-decay: 5e-4}}")
              schedule: \(schedule)
              evaluate-every: \(evaluateEvery)
              label-smoothing: 0.1

            """ + others.map { "  \($0)\n" }.joined(), to: name)
        let result = try SpecCompiler.compile(folder[name])
        experiment = try #require(result.experiment, "\(result.diagnostics.map(\.message))")
    }

    func trainer(in run: RunFolder, observer: any TrainingObserver = Silence()) throws -> Trainer {
        let data = try #require(experiment.data)
        return try Trainer(
            TrainingSetup(
                network: experiment.network, settings: try #require(experiment.training),
                dataset: try data.source.open(in: nil), dataSettings: data, backend: backend),
            in: run, observer: observer)
    }

    @discardableResult
    func begin(_ name: String, maxSteps: Int? = nil, observer: any TrainingObserver = Silence()) throws
        -> Trainer.Outcome
    {
        let run = try RunFolder.create(at: folder[name], spec: experiment.resolvedText)
        return try trainer(in: run, observer: observer).train(maxSteps: maxSteps)
    }

    @discardableResult
    func resume(_ name: String, maxSteps: Int? = nil) throws -> Trainer.Outcome {
        let run = try RunFolder.resume(
            at: folder[name], spec: experiment.resolvedText, checking: experiment.requireContinuation)
        return try trainer(in: run).train(maxSteps: maxSteps)
    }
}

final class Silence: TrainingObserver {}
