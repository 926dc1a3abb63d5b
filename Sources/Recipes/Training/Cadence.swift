/// How often something is due in the course of a training: a checkpoint, an evaluation.
package enum Cadence: Hashable, Sendable, CustomStringConvertible {
    /// After every so many steps, at least 1.
    case steps(Int)
    /// At the end of every so many epochs, at least 1.
    case epochs(Int)
    /// At the first step after so many minutes, above 0.
    case minutes(Double)
    /// At the end of the last epoch only.
    case atTheEnd

    /// As it is written in a spec.
    package var description: String {
        switch self {
        case .steps(let count): "{steps: \(count)}"
        case .epochs(let count): "\(count)"
        case .minutes(let count): "{minutes: \(count)}"
        case .atTheEnd: "at the end"
        }
    }

    /// Whether it is due once a step is made.
    ///
    /// - Parameters:
    ///   - step: steps made.
    ///   - elapsed: since it was done last, or since the training began or went on.
    package func isDue(afterStep step: Int, of course: TrainingCourse, elapsed: Duration) -> Bool {
        switch self {
        case .steps(let count): step % count == 0
        case .epochs(let count): course.endsEpoch(afterStep: step) && course.epoch(ofStep: step) % count == 0
        case .minutes(let count): elapsed >= .seconds(60 * count)
        case .atTheEnd: step == course.totalSteps
        }
    }
}
