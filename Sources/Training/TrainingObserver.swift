package import Recipes

/// Who is told how a training goes on. Every call has a default that does nothing.
package protocol TrainingObserver: AnyObject {
    /// Before the first step.
    func began(_ course: TrainingCourse)
    /// A step that an earlier part of the run made of the epoch that goes on; after `began`.
    func recalled(_ step: StepReport)
    func finished(_ step: StepReport)
    /// Counted from 1.
    func finishedEpoch(_ epoch: Int)
    /// After every batch of an evaluation.
    func evaluated(_ count: Int, of total: Int)
    func finished(_ evaluation: Evaluation, epoch: Int)
    func wrote(_ checkpoint: Checkpoint)
    /// What a user should look into, told once.
    func noted(_ note: String)
    /// When training stops, done or not; nothing is told after it.
    func ended()
}

extension TrainingObserver {
    package func began(_ course: TrainingCourse) {}
    package func recalled(_ step: StepReport) {}
    package func finished(_ step: StepReport) {}
    package func finishedEpoch(_ epoch: Int) {}
    package func evaluated(_ count: Int, of total: Int) {}
    package func finished(_ evaluation: Evaluation, epoch: Int) {}
    package func wrote(_ checkpoint: Checkpoint) {}
    package func noted(_ note: String) {}
    package func ended() {}
}

/// How one step went: of its pictures, before the step changed the weights.
package struct StepReport: Hashable, Sendable {
    /// Steps made, this one counted.
    package let step: Int
    /// Counted from 1.
    package let epoch: Int
    package let pictures: Int
    /// The mean over them.
    package let loss: Double
    /// A fraction.
    package let top1: Double
    package let rate: Double
    package let imagesPerSecond: Double
    /// The part of its time in which it waited for its pictures.
    package let waited: Double

    package init(
        step: Int, epoch: Int, pictures: Int, loss: Double, top1: Double, rate: Double, imagesPerSecond: Double,
        waited: Double
    ) {
        self.step = step
        self.epoch = epoch
        self.pictures = pictures
        self.loss = loss
        self.top1 = top1
        self.rate = rate
        self.imagesPerSecond = imagesPerSecond
        self.waited = waited
    }
}
