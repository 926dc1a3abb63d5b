package import Recipes

/// Several that are told how a training goes on, in their order.
package final class ObserverGroup: TrainingObserver {
    private let observers: [any TrainingObserver]

    package init(_ observers: [any TrainingObserver]) {
        self.observers = observers
    }

    package func began(_ course: TrainingCourse) { for observer in observers { observer.began(course) } }
    package func recalled(_ step: StepReport) { for observer in observers { observer.recalled(step) } }
    package func finished(_ step: StepReport) { for observer in observers { observer.finished(step) } }
    package func finishedEpoch(_ epoch: Int) { for observer in observers { observer.finishedEpoch(epoch) } }
    package func evaluated(_ count: Int, of total: Int) {
        for observer in observers { observer.evaluated(count, of: total) }
    }
    package func finished(_ evaluation: Evaluation, epoch: Int) {
        for observer in observers { observer.finished(evaluation, epoch: epoch) }
    }
    package func wrote(_ checkpoint: Checkpoint) { for observer in observers { observer.wrote(checkpoint) } }
    package func noted(_ note: String) { for observer in observers { observer.noted(note) } }
    package func ended() { for observer in observers { observer.ended() } }
}
