import Datasets
import Execution
import Networks
import Recipes
import Tensors

/// Makes the steps of a training: computes the batches of a step, then changes the weights by the mean of their gradients.
///
/// Batch normalisation sees each batch by itself: it normalises by that batch's statistics, and the running ones move with
/// each.
final class Stepper {
    private let settings: TrainSettings
    private let course: TrainingCourse
    private let executable: any Executable
    private let parameters: ParameterStore
    private let state: TrainingState
    private let updater: WeightUpdater
    private let average: WeightAverage?
    private let schedule: ScheduleState
    private var phase = Phase.whole
    /// The running statistics before the step that is being computed, which moves them.
    private var statistics: [Float]
    /// The names of the losses that are told apart; empty where there is only one.
    private let lossNames: [String]
    /// The layer that gives the scores.
    private let scoringPath: String

    private enum Phase {
        /// The state is that of `step` steps.
        case whole
        /// Running statistics may have moved.
        case computing
        /// So may all else.
        case updating
    }

    /// What the batches of a step came to, before it changes the weights.
    struct Computed {
        let tally: Tally
        /// The mean of each loss, by name; nil where there is only one.
        let losses: [String: Double]?
        /// The learning rate of the step.
        let rate: Double
        /// Where in its epoch the last of its batches lies, counted from 1.
        let batch: Int
    }

    /// - Parameters:
    ///   - network: with its losses.
    ///   - state: of which `memory` is the optimiser's part, and `schedule` the schedule's.
    ///   - average: of the weights, kept up to date; nil for none.
    /// - Throws: `OutOfMemory`
    init(
        _ network: Network, settings: TrainSettings, course: TrainingCourse, executable: any Executable,
        state: TrainingState, memory: OptimizerState, schedule: ScheduleState, average: WeightAverage?
    ) throws(OutOfMemory) {
        self.settings = settings
        self.course = course
        self.executable = executable
        self.state = state
        self.schedule = schedule
        self.average = average
        parameters = state.parameters
        updater = try WeightUpdater(
            executable, parameters, optimizer: settings.optimizer, groups: ParameterGroups(parameters, settings),
            state: memory, clipNorm: settings.clipNorm, accumulates: settings.accumulate > 1)
        statistics = Array(parameters.statistics)
        scoringPath = network.output.node.map { network.nodes[$0].path } ?? "input"
        lossNames = network.losses.count > 1 ? network.losses.map(network.name) : []
    }

    /// Steps made: a step counts once its update is done.
    var step: Int { state.step }

    /// The learning rate of a step, counted from 1.
    func rate(ofStep step: Int) -> Double {
        settings.rate(atStep: step - 1, stepsPerEpoch: course.stepsPerEpoch, memory: schedule.memory)
    }

    /// Computes the batches of the next step: scores, losses and gradients.
    ///
    /// - Parameters:
    ///   - loader: of a training, whose batches have no end.
    ///   - lastGood: a checkpoint to name where the training diverges.
    /// - Throws: `TrainingDiverged` when the loss is no finite number; `DataError`, what the backend throws.
    func compute(_ loader: BatchLoader, lastGood: String?) throws -> Computed {
        var tally = Tally()
        var sums = [Double](repeating: 0, count: lossNames.count)
        let rate = rate(ofStep: step + 1)
        var place = 0
        statistics.withUnsafeMutableBufferPointer { _ = $0.update(fromContentsOf: parameters.statistics) }
        for _ in 0..<settings.accumulate {
            guard let batch = try loader.next() else { preconditionFailure("the batches of a training have no end") }
            phase = .computing
            try executable.run(batch)
            tally.add(batch, scores: executable.scores, losses: executable.losses)
            for place in sums.indices {
                sums[place] += executable.lossTerms[place].prefix(batch.count).reduce(0) { $0 + Double($1) }
            }
            place = batch.index + 1
            guard tally.loss.isFinite else {
                throw diverged(.loss, rate: rate, lastGood: lastGood, batch: place, tensor: firstNonFinite)
            }
            try updater.add(pictures: batch.count)
            if batch.index + 1 == loader.batchesPerEpoch { break }
        }
        let means = sums.map { $0 / Double(tally.samples) }
        return Computed(
            tally: tally,
            losses: lossNames.isEmpty ? nil : Dictionary(zip(lossNames, means)) { first, _ in first }, rate: rate,
            batch: place)
    }

    /// Changes the weights by what `compute` left; the step is made then.
    ///
    /// - Parameter lastGood: a checkpoint to name where the training diverges.
    /// - Throws: `TrainingDiverged` when a gradient is no finite number, before any weight is changed, or a weight is none
    ///   afterwards.
    func update(_ computed: Computed, lastGood: String?) throws {
        phase = .updating
        do {
            try updater.update(rate: computed.rate, step: step)
        } catch let tensor as NonFiniteTensor {
            throw diverged(.tensor(tensor), rate: computed.rate, lastGood: lastGood, batch: computed.batch)
        }
        try average?.update(parameters, afterStep: step + 1, on: executable)
        state.step += 1
        phase = .whole
    }

    /// Puts the state back to that of the steps made, after something failed.
    ///
    /// - Returns: false where that cannot be.
    func goBack() -> Bool {
        if phase == .computing {
            _ = parameters.statistics.update(fromContentsOf: statistics)
            parameters.noteChange()
            phase = .whole
        }
        return phase == .whole
    }

    /// What of the weights, the running statistics and the scores of the last batch is no finite number.
    private var firstNonFinite: NonFiniteTensor? {
        state.firstNonFinite
            ?? (executable.scores.allSatisfy(\.isFinite) ? nil : NonFiniteTensor(kind: .score, name: scoringPath))
    }

    private func diverged(
        _ place: TrainingDiverged.Place, rate: Double, lastGood: String?, batch: Int,
        tensor: NonFiniteTensor? = nil
    ) -> TrainingDiverged {
        TrainingDiverged(
            place: place, step: step + 1, epoch: course.epoch(ofStep: step + 1), rate: rate, batch: batch,
            tensor: tensor, checkpoint: lastGood)
    }

    /// Finds the running statistics of other weights anew, by batches of training pictures.
    ///
    /// - Parameter isStopRequested: asked before each batch.
    /// - Returns: whether they are found; where a stop is requested they stay as they were.
    func estimateStatistics(
        of store: ParameterStore, by count: Int, _ loader: BatchLoader, _ isStopRequested: () -> Bool
    ) throws -> Bool {
        try StatisticsEstimate(executable, parameters).find(for: store, count: count) {
            isStopRequested() ? nil : try loader.next()
        }
    }

    /// Gives the memory for what a batch computes back until the next.
    func rest() throws {
        try executable.rest()
    }
}
