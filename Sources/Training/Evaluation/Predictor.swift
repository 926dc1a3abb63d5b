package import Datasets
package import Execution
import Layers
package import Networks
package import Planning
package import Recipes
import Tensors

/// Shows a network pictures of which nobody says what they are.
package final class Predictor {
    private let network: Network
    private let settings: DataSettings
    /// How many scores there are.
    package let classCount: Int
    private let batch: Int
    private let loaderThreads: Int?
    private let executable: any Executable

    /// - Parameters:
    ///   - settings: of the data that the network was trained on: its evaluation's changes of pictures and its normalisation.
    ///   - batch: pictures in a run; changes results by rounding only.
    ///   - passes: what the plan goes through before it runs.
    ///   - loaderThreads: that make batches; nil for as many as usual.
    /// - Throws: what the backend throws.
    package init(
        _ network: Network, parameters: ParameterStore, backend: any Backend, settings: DataSettings, batch: Int,
        passes: [PlanPass] = PlanPass.all, loaderThreads: Int? = nil
    ) throws {
        self.network = network
        self.settings = settings
        self.batch = batch
        self.loaderThreads = loaderThreads
        classCount = network.shape(of: network.output).elementCount
        executable = try backend.compile(
            ExecutionPlan(network.forEvaluation, phase: .evaluation, batch: batch, passes: passes),
            parameters: parameters)
    }

    /// Hands out a prediction for each picture that can be decoded, in the pictures' order.
    ///
    /// - Parameters:
    ///   - most: how many classes are told of each.
    ///   - progress: told after every batch how many pictures were looked at, and of how many.
    /// - Throws: `TrainingError` when the network does not suit the settings, or its scores are no numbers.
    package func predict(
        _ pictures: GivenPictures, most: Int, progress: (Int, Int) throws -> Void = { _, _ in },
        _ body: (Prediction) throws -> Void
    ) throws {
        let dataset = Dataset(
            name: "the pictures", classes: ClassNames(numbered: classCount).names, train: pictures, test: pictures)
        try network.check(against: dataset, settings)
        let loader = try BatchLoader(
            dataset, .test, settings: settings, plan: BatchPlan(.evaluation, batchSize: batch), threads: loaderThreads)
        while let batch = try loader.next() {
            try executable.run(batch)
            let scores = executable.scores
            for (place, picture) in batch.samples.prefix(batch.count).enumerated() {
                let own = scores[place * classCount..<(place + 1) * classCount]
                guard let prediction = Prediction(picture: picture, scores: own, most: most) else {
                    throw TrainingError(
                        "the network gives `\(pictures.paths[picture])` scores that are no finite numbers",
                        help: "take weights of a training that went well")
                }
                try body(prediction)
            }
            try progress(min((batch.index + 1) * self.batch, pictures.count), pictures.count)
        }
    }
}
