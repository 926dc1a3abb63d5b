package import Datasets
package import Execution
package import Networks
package import Planning
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

    package init(
        network: Network, settings: TrainSettings, dataset: Dataset, dataSettings: DataSettings, backend: any Backend,
        passes: [PlanPass] = PlanPass.all, limit: MemoryLimit? = nil, speed: MachineSpeed? = nil
    ) {
        self.network = network
        self.settings = settings
        self.dataset = dataset
        self.dataSettings = dataSettings
        self.backend = backend
        self.passes = passes
        self.limit = limit
        self.speed = speed
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
