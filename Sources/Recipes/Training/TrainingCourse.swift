/// The way of a training: how many steps it has, and how they fall into epochs.
package struct TrainingCourse: Hashable, Sendable {
    package let epochs: Int
    package let stepsPerEpoch: Int
    /// Pictures in a step.
    package let batch: Int
    /// Steps that an earlier part of the run has made.
    package let stepsMade: Int

    package init(epochs: Int, stepsPerEpoch: Int, batch: Int, stepsMade: Int) {
        self.epochs = epochs
        self.stepsPerEpoch = stepsPerEpoch
        self.batch = batch
        self.stepsMade = stepsMade
    }

    package var totalSteps: Int { epochs * stepsPerEpoch }

    /// The epoch of a step, both counted from 1.
    package func epoch(ofStep step: Int) -> Int { Self.epoch(ofStep: step, stepsPerEpoch: stepsPerEpoch) }

    package static func epoch(ofStep step: Int, stepsPerEpoch: Int) -> Int {
        (step + stepsPerEpoch - 1) / stepsPerEpoch
    }

    /// Whether an epoch is over once so many steps are made.
    package func endsEpoch(afterStep step: Int) -> Bool { step > 0 && step % stepsPerEpoch == 0 }
}
