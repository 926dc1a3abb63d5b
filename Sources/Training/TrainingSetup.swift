package import Datasets
package import Execution
package import Networks
package import Planning
package import Recipes
import Tensors

/// What is trained, on what, how, and by which backend.
package struct TrainingSetup: Sendable {
    package let network: Network
    package let settings: TrainSettings
    package let dataset: Dataset
    package let dataSettings: DataSettings
    package let backend: any Backend
    /// What plans go through before they run.
    package let passes: [PlanPass]
    /// How much memory there is; nil where it does not matter.
    package let limit: MemoryLimit?
    /// Of the machine, measured, to foretell what a step takes; nil where it was not.
    package let speed: MachineSpeed?
    /// What a new run begins with; nil for what the spec says.
    package let weights: StartingWeights?
    /// By which algorithms a new run computes, as the backend of another one told; nil where it finds out by itself.
    package let findings: String?
    /// Threads that make batches; nil for as many as usual.
    package let loaderThreads: Int?
    /// How long the training may take, evaluations among it; nil for as long as the spec says.
    package let timeLimit: Duration?

    package init(
        network: Network, settings: TrainSettings, dataset: Dataset, dataSettings: DataSettings, backend: any Backend,
        passes: [PlanPass] = PlanPass.all, limit: MemoryLimit? = nil, speed: MachineSpeed? = nil,
        weights: StartingWeights? = nil, findings: String? = nil, timeLimit: Duration? = nil,
        loaderThreads: Int? = nil
    ) {
        self.loaderThreads = loaderThreads
        self.network = network
        self.settings = settings
        self.dataset = dataset
        self.dataSettings = dataSettings
        self.backend = backend
        self.passes = passes
        self.limit = limit
        self.speed = speed
        self.weights = weights
        self.findings = findings
        self.timeLimit = timeLimit
    }
}

/// A file of weights that a training begins with.
package struct StartingWeights: Hashable, Sendable {
    package let path: String
    /// Whether it is enough that some fit.
    package let isPartial: Bool

    package init(path: String, isPartial: Bool = false) {
        self.path = path
        self.isPartial = isPartial
    }

    /// Puts them into a network.
    func load(into store: ParameterStore) throws -> WeightsReport {
        let report = try report(into: store)
        if let mistake = NonFiniteWeights(store, from: path) { throw mistake }
        return report
    }

    private func report(into store: ParameterStore) throws -> WeightsReport {
        if isPartial { return try WeightsLoader.loadWhatFits(path, into: store) }
        do {
            try WeightsLoader.load(path, into: store)
        } catch let mismatch as WeightsMismatch {
            throw mismatch.advising("add `--weights-partial` to take what fits, or give another file")
        }
        return WeightsReport(path: path, loaded: store.entries.map(\.name))
    }
}

extension Network {
    /// Whether pictures of a set can go in, and a score for each of its classes comes out.
    func check(against dataset: Dataset, _ settings: DataSettings) throws {
        let arriving = try settings.pictureShape()
        guard inputShape == arriving else {
            throw TrainingError(
                "the network's input is \(inputShape), and the pictures of `\(dataset.name)` are \(arriving)",
                help: "write the pictures' shape in `input`, or change it with `augment`")
        }
        let scores = shape(of: output).elementCount
        guard scores == dataset.classes.count else {
            throw TrainingError(
                "the network must end in a score for each of the \(dataset.classes.count) classes of "
                    + "`\(dataset.name)`, found \(scores)",
                help: "end it in `linear: {outputs: \(dataset.classes.count)}`")
        }
    }
}
