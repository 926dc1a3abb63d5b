import Recipes

/// Where a training is and how fast it goes: what progress displays share.
package struct ProgressMeter {
    private(set) var course = TrainingCourse(epochs: 1, stepsPerEpoch: 1, batch: 1, stepsMade: 0)
    private(set) var last: StepReport?
    /// Of the last steps, each step before weighing a tenth less.
    private(set) var loss = 0.0
    private(set) var top1 = 0.0
    /// Of all steps of the epoch so far, those of an earlier part of the run among them.
    package private(set) var ofEpoch = Means()
    private var secondsPerImage = 0.0
    private var waitedPerImage = 0.0

    /// The means over the pictures of some steps.
    package struct Means {
        package private(set) var loss = 0.0
        package private(set) var top1 = 0.0
        private var (epoch, count) = (0, 0)

        /// Begins anew with the first step of another epoch.
        mutating func add(_ step: StepReport) {
            if step.epoch != epoch {
                self = Means()
                epoch = step.epoch
            }
            count += step.pictures
            let share = Double(step.pictures) / Double(max(1, count))
            loss += share * (step.loss - loss)
            top1 += share * (step.top1 - top1)
        }
    }

    package init() {}

    mutating func begin(_ course: TrainingCourse) {
        self.course = course
        last = nil
    }

    mutating func recall(_ step: StepReport) { ofEpoch.add(step) }

    package mutating func add(_ step: StepReport) {
        ofEpoch.add(step)
        let share = last == nil ? 1 : 0.1
        loss += share * (step.loss - loss)
        top1 += share * (step.top1 - top1)
        let seconds = 1 / max(1e-9, step.imagesPerSecond)
        secondsPerImage += share * (seconds - secondsPerImage)
        waitedPerImage += share * (seconds * step.waited - waitedPerImage)
        last = step
    }

    /// Slow steps weigh by the time they take; 0 before the first step.
    var imagesPerSecond: Double { secondsPerImage > 0 ? 1 / secondsPerImage : 0 }

    /// The part of the time in which steps wait for pictures.
    var waited: Double { secondsPerImage > 0 ? waitedPerImage / secondsPerImage : 0 }

    /// How long the steps that are left will take, evaluations not counted.
    var secondsLeft: Double {
        let pictures = Double(course.batch * (course.totalSteps - (last?.step ?? course.stepsMade)))
        return imagesPerSecond > 0 ? pictures / imagesPerSecond : .infinity
    }

    /// The part of all steps that are made.
    var fraction: Double { Double(last?.step ?? course.stepsMade) / Double(max(1, course.totalSteps)) }

    /// `epoch 3/15`
    var epochText: String { "epoch \(last?.epoch ?? 1)/\(course.epochs)" }

    /// `step 120/390`, within the epoch.
    var stepText: String {
        let step = last?.step ?? 0
        return "step \(step == 0 ? 0 : (step - 1) % course.stepsPerEpoch + 1)/\(course.stepsPerEpoch)"
    }
}
