package import Datasets

/// What a training came to.
package struct TrainingOutcome: Sendable {
    /// Why no more steps were made.
    package enum End: String, Sendable {
        case allEpochs = "all-epochs"
        /// Early stopping.
        case nothingBetter = "nothing-better"
        case maxSteps = "max-steps"
        case timeLimit = "time-limit"
        case stopRequest = "stop-request"
    }

    /// Steps made in the whole run.
    package let step: Int
    package let end: End
    /// Of the weights as they are now, if they were evaluated.
    package let evaluation: Evaluation?
    /// Of the weights as they are now, on each split that they were evaluated on, also by an earlier part of the run.
    package let results: [Dataset.Split: TrainingResult]
    /// The best evaluation of the run; nil before the first.
    package let best: TrainingResult?
    /// What `best` is of: the pictures that are held out, or those of the test.
    package let evaluated: Dataset.Split
    /// Nil when no step was left to make.
    package let times: StepTimes?
    /// The seconds of a step as the forecast has them; nil also where the pictures of steps have several sizes.
    package let comparableSeconds: Double?
    /// The most memory that the process ever had, in bytes; nil where the system does not tell.
    package let peakByteCount: Int?

    package init(
        step: Int, end: End, evaluation: Evaluation?, results: [Dataset.Split: TrainingResult], best: TrainingResult?,
        evaluated: Dataset.Split, times: StepTimes?, comparableSeconds: Double?, peakByteCount: Int?
    ) {
        (self.step, self.end, self.evaluation, self.results) = (step, end, evaluation, results)
        (self.best, self.evaluated, self.times) = (best, evaluated, times)
        (self.comparableSeconds, self.peakByteCount) = (comparableSeconds, peakByteCount)
    }

    /// Whether nothing is left to do; false when there are steps to go on with.
    package var isComplete: Bool { end == .allEpochs || end == .nothingBetter }
}
