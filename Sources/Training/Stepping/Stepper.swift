import Datasets
import Execution
import Networks
import Tensors

/// Makes the steps of a training: computes the batches of a step, then changes the weights by the mean of their gradients.
///
/// Batch normalisation sees each batch by itself: it normalises by that batch's statistics, and the running ones move with
/// each.
final class Stepper {
    /// Steps made: a step counts once its update is done.
    private(set) var step: Int
    private let settings: TrainSettings
    private let course: TrainingCourse
    private let executable: any Executable
    private let parameters: ParameterStore
    private let updater: WeightUpdater
    private let average: WeightAverage?
    private var scheduleMemory: ScheduleMemory
    /// The names of the losses that are told apart; empty where there is only one.
    private let lossNames: [String]

    /// What the batches of a step came to, before it changes the weights.
    struct Computed {
        let tally: Tally
        /// The mean of each loss, by name; nil where there is only one.
        let losses: [String: Double]?
        /// The learning rate of the step.
        let rate: Double
    }

    /// - Parameters:
    ///   - network: with its losses.
    ///   - average: of the weights, kept up to date; nil for none.
    ///   - step: steps made before.
    /// - Throws: `OutOfMemory`
    init(
        _ network: Network, settings: TrainSettings, course: TrainingCourse, executable: any Executable,
        parameters: ParameterStore, state: OptimizerState, average: WeightAverage?, step: Int
    ) throws(OutOfMemory) {
        self.settings = settings
        self.course = course
        self.executable = executable
        self.parameters = parameters
        updater = try WeightUpdater(
            executable, parameters, optimizer: settings.optimizer, groups: ParameterGroups(parameters, settings),
            state: state, clipNorm: settings.clipNorm, accumulates: settings.accumulate > 1)
        self.average = average
        self.step = step
        scheduleMemory = settings.schedule.beginning
        lossNames = network.losses.count > 1 ? network.losses.map(network.name) : []
    }

    /// The learning rate of a step, counted from 1.
    func rate(ofStep step: Int) -> Double {
        settings.rate(atStep: step - 1, stepsPerEpoch: course.stepsPerEpoch, memory: scheduleMemory)
    }

    /// Tells the schedule what an evaluation came to.
    func take(evaluation loss: Double?) {
        scheduleMemory = settings.schedule.memory(scheduleMemory, afterEvaluation: loss ?? .nan)
    }

    /// Computes the batches of the next step: scores, losses and gradients. Nil when there are no more pictures.
    ///
    /// - Throws: `TrainingDiverged` when the loss is no finite number; `DataError`, what the backend throws.
    func compute(_ loader: BatchLoader) throws -> Computed? {
        var tally = Tally()
        var sums = [Double](repeating: 0, count: lossNames.count)
        let rate = rate(ofStep: step + 1)
        for _ in 0..<settings.accumulate {
            guard let batch = try loader.next() else { return nil }
            try executable.run(batch)
            tally.add(batch, scores: executable.scores, losses: executable.losses)
            for place in sums.indices {
                sums[place] += executable.lossTerms[place].prefix(batch.count).reduce(0) { $0 + Double($1) }
            }
            guard tally.loss.isFinite else { throw diverged(.loss, rate: rate) }
            try updater.add(pictures: batch.count)
        }
        let means = sums.map { $0 / Double(tally.samples) }
        return Computed(
            tally: tally,
            losses: lossNames.isEmpty ? nil : Dictionary(zip(lossNames, means)) { first, _ in first }, rate: rate)
    }

    /// Changes the weights by what `compute` left; the step is made then.
    ///
    /// - Throws: `TrainingDiverged` when a gradient is no finite number, before any weight is changed, or a weight is none
    ///   afterwards.
    func update(_ computed: Computed) throws {
        do {
            try updater.update(rate: computed.rate, step: step)
        } catch let tensor as NonFiniteTensor {
            throw diverged(.tensor(tensor), rate: computed.rate)
        }
        step += 1
        try average?.update(parameters, afterStep: step, on: executable)
    }

    private func diverged(_ place: TrainingDiverged.Place, rate: Double) -> TrainingDiverged {
        TrainingDiverged(place: place, step: step + 1, epoch: course.epoch(ofStep: step + 1), rate: rate)
    }

    /// Gives the memory for what a batch computes back until the next.
    func rest() throws {
        try executable.rest()
    }
}
