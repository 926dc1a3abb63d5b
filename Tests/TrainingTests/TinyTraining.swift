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
        backend: any Backend = ReferenceBackend(), set overrides: [String] = []
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
        let result = try SpecCompiler.compile(folder[name], overrides: overrides)
        experiment = try #require(result.experiment, "\(result.diagnostics.map(\.message))")
    }

    /// - Parameters:
    ///   - pictures: stands in for the spec's training pictures.
    ///   - classes: stand in for those of the data.
    func setup(
        pictures: ((any PictureSet) -> any PictureSet)? = nil, classes: [String]? = nil, backend: (any Backend)? = nil,
        weights: StartingWeights? = nil, findings: String? = nil, timeLimit: Duration? = nil
    ) throws -> TrainingSetup {
        let data = try #require(experiment.data)
        let set = try data.open(in: nil)
        let dataset = Dataset(
            name: set.name, classes: classes ?? set.classes, train: pictures?(set.train) ?? set.train,
            validation: set.validation,
            test: set.test)
        return TrainingSetup(
            network: experiment.network, settings: try #require(experiment.training), dataset: dataset,
            dataSettings: data, backend: backend ?? self.backend, weights: weights, findings: findings,
            timeLimit: timeLimit)
    }

    func trainer(in run: RunFolder, observer: any TrainingObserver = Silence()) throws -> Trainer {
        try Trainer(setup(), in: run, observer: observer)
    }

    func create(_ name: String) throws -> RunFolder {
        try RunFolder.create(at: folder[name], spec: experiment.resolvedText)
    }

    func reopen(_ name: String) throws -> RunFolder {
        try RunFolder.resume(
            at: folder[name], spec: experiment.resolvedText, checking: experiment.requireContinuation)
    }

    @discardableResult
    func begin(_ name: String, maxSteps: Int? = nil, observer: any TrainingObserver = Silence()) throws
        -> TrainingOutcome
    {
        try trainer(in: create(name), observer: observer).train(maxSteps: maxSteps)
    }

    @discardableResult
    func resume(_ name: String, maxSteps: Int? = nil) throws -> TrainingOutcome {
        try trainer(in: reopen(name)).train(maxSteps: maxSteps)
    }
}

final class Silence: TrainingObserver {}
