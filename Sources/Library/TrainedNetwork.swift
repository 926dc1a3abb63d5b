package import Datasets
package import Execution
import Layers
import Networks
package import Planning
import Recipes
import Reports
package import SpecCompiler
import Synchronization
package import Training

/// A network with its weights, which tells what pictures show.
///
/// It may be used by several threads: one of them computes at a time.
public final class TrainedNetwork: @unchecked Sendable {
    /// The checked spec.
    package let experiment: Experiment
    /// A name for each score; nil where the weights do not say what the classes are called.
    package let classNames: ClassNames?
    /// How many scores there are.
    package let classCount: Int
    /// How pictures are prepared otherwise than the weights were trained on, where that is meant; nil where they are not.
    package let remark: String?
    let parameters: ParameterStore
    let backend: any Backend
    let loaderThreads: Int?
    private let predictor: Predictor
    /// Held while something is computed: runs of a program must not overlap.
    let turn = Mutex(())

    /// - Parameters:
    ///   - experiment: what the spec of `source` says.
    ///   - batch: pictures in a run; changes results by rounding only.
    ///   - passes: what the plan goes through before it runs.
    ///   - loaderThreads: that decode pictures; nil for as many as usual.
    ///   - changesPictures: see `LoadedWeights`.
    /// - Throws: `DiagnosticsError` where the spec has no `data`; `BatchTooLarge`; `TrainingError` where the weights name other
    ///   classes than the network has; what `LoadedWeights` and the backend throw.
    package init(
        _ experiment: Experiment, _ source: WeightsSource, backend: any Backend, batch: Int,
        passes: [PlanPass] = PlanPass.all, loaderThreads: Int? = nil, changesPictures: Bool = false
    ) throws {
        let settings = try experiment.requireData()
        let setup = try experiment.stepSetup(.evaluation, batch: batch, backend: backend, passes: passes)
        _ = try StepForecast(setup, .evaluation(.whole), speed: nil, limit: .current)
        if let findings = source.findings { _ = backend.adopt(findings: findings) }
        let loaded = try LoadedWeights(source, for: experiment, changesPictures: changesPictures)
        predictor = try Predictor(
            experiment.network, parameters: loaded.parameters, backend: backend, settings: settings, batch: batch,
            passes: passes, loaderThreads: loaderThreads)
        classCount = predictor.classCount
        classNames = loaded.description.classes
        if let names = classNames?.names, names.count != classCount {
            throw TrainingError(
                "`\(source.weights)` must name the network's \(classCount) classes, and names \(names.count)",
                help: "take the weights of this network")
        }
        (self.experiment, self.backend, self.loaderThreads) = (experiment, backend, loaderThreads)
        (parameters, remark) = (loaded.parameters, loaded.remark)
    }

    /// A name for each score, in their order: those of the weights, or `class 0`, `class 1`, … where they have none.
    public var classes: [String] { (classNames ?? ClassNames(numbered: classCount)).names }

    /// A prediction for each picture that can be decoded, in the pictures' order.
    ///
    /// - Parameters:
    ///   - most: how many classes are told of each.
    ///   - progress: told after every batch how many pictures were looked at, and of how many.
    /// - Throws: `TrainingError` where the scores are no numbers; what reading the pictures and computing throw.
    package func predictions(
        of pictures: GivenPictures, most: Int, progress: (Int, Int) throws -> Void = { _, _ in }
    ) throws -> [Prediction] {
        try turn.withLock { _ in
            var predictions: [Prediction] = []
            try predictor.predict(pictures, most: most, progress: progress) { predictions.append($0) }
            return predictions
        }
    }
}
