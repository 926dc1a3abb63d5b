import Datasets
import Execution
import Networks
import Tensors

/// Makes the steps of a training: computes a batch, then changes the weights by its gradients.
final class Stepper {
    /// Steps made: a step counts once its update is done.
    private(set) var step: Int
    private let settings: TrainSettings
    private let course: TrainingCourse
    private let executable: any Executable
    private let parameters: ParameterStore
    private let blocks: ParameterBlocks
    private let state: OptimizerState
    /// The names of the losses that are told apart; empty where there is only one.
    private let lossNames: [String]

    /// What a batch came to, before the step changes the weights.
    struct Computed {
        let tally: Tally
        /// The mean of each loss, by name; nil where there is only one.
        let losses: [String: Double]?
        /// The learning rate of the step.
        let rate: Double
    }

    /// - Parameters:
    ///   - network: with its losses.
    ///   - step: steps made before.
    init(
        _ network: Network, settings: TrainSettings, course: TrainingCourse, executable: any Executable,
        parameters: ParameterStore, state: OptimizerState, step: Int
    ) {
        self.settings = settings
        self.course = course
        self.executable = executable
        self.parameters = parameters
        blocks = ParameterBlocks([[0..<parameters.learnedCount]])
        self.state = state
        self.step = step
        lossNames = network.losses.count > 1 ? network.losses.map(network.name) : []
    }

    /// The learning rate of a step, counted from 1.
    func rate(ofStep step: Int) -> Double {
        settings.rate(atStep: step - 1, stepsPerEpoch: course.stepsPerEpoch)
    }

    /// Computes the next step's batch: scores, losses and gradients. Nil when there are no more pictures.
    ///
    /// - Throws: `TrainingDiverged` when the loss is no finite number; `DataError`, what the backend throws.
    func compute(_ loader: BatchLoader) throws -> Computed? {
        guard let batch = try loader.next() else { return nil }
        try executable.run(batch)
        var tally = Tally()
        tally.add(batch, scores: executable.scores, losses: executable.losses)
        let rate = rate(ofStep: step + 1)
        guard tally.loss.isFinite else {
            throw TrainingDiverged(
                place: .loss, step: step + 1, epoch: course.epoch(ofStep: step + 1), rate: rate)
        }
        return Computed(tally: tally, losses: losses(tally.samples), rate: rate)
    }

    /// Changes the weights by what `compute` left; the step is made then.
    func update(_ computed: Computed) throws {
        let rule = settings.optimizer.rule(rate: computed.rate, step: step)
        try executable.update(parameters, blocks, by: [rule], state: state.values)
        step += 1
    }

    /// Gives the memory for what a batch computes back until the next.
    func rest() throws {
        try executable.rest()
    }

    private func losses(_ count: Int) -> [String: Double]? {
        guard !lossNames.isEmpty else { return nil }
        let means = executable.lossTerms.map { $0.prefix(count).reduce(0) { $0 + Double($1) } / Double(count) }
        return Dictionary(zip(lossNames, means)) { first, _ in first }
    }
}
