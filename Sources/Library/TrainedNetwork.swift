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

/// A network with its weights, ready to tell what pictures show.
///
/// May be used by several threads: one of them computes at a time.
package final class TrainedNetwork: @unchecked Sendable {
    /// A name for each score; nil where the weights do not say what the classes are called.
    package let classNames: ClassNames?
    /// How many scores there are.
    package let classCount: Int
    private let predictor: Predictor
    /// Held while the predictor runs.
    private let turn = Mutex(())

    /// - Parameters:
    ///   - experiment: what the spec of `source` says.
    ///   - batch: pictures in a run; changes results by rounding only.
    ///   - passes: what the plan goes through before it runs.
    ///   - loaderThreads: that decode pictures; nil for as many as usual.
    /// - Throws: `DiagnosticsError` where the spec has no `data`; `BatchTooLarge`; `TrainingError` where the weights name other
    ///   classes than the network has; what `WeightsSource.parameters` and the backend throw.
    package init(
        _ experiment: Experiment, _ source: WeightsSource, backend: any Backend, batch: Int,
        passes: [PlanPass] = PlanPass.all, loaderThreads: Int? = nil
    ) throws {
        let settings = try experiment.requireData()
        let setup = try experiment.stepSetup(.evaluation, batch: batch, backend: backend, passes: passes)
        _ = try StepForecast(setup, .evaluation(.whole), speed: nil, limit: .current)
        if let findings = source.findings { _ = backend.adopt(findings: findings) }
        let (parameters, names) = try source.parameters(of: experiment.network)
        predictor = try Predictor(
            experiment.network, parameters: parameters, backend: backend, settings: settings, batch: batch,
            passes: passes, loaderThreads: loaderThreads)
        classCount = predictor.classCount
        if let names, names.names.count != classCount {
            throw TrainingError(
                "`\(source.weights)` must name the network's \(classCount) classes, and names \(names.names.count)",
                help: "take the weights of this network")
        }
        classNames = names
    }

    /// A name for each score; where the weights do not say what the classes are called, numbers.
    package var classes: [String] { classNames?.names ?? (0..<classCount).map { "class \($0)" } }

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
