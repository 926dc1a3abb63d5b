import Diagnostics

/// What a user asked of training that cannot be done as it stands.
package struct TrainingError: UserMistake, Hashable {
    /// What must be and what was found.
    package let message: String
    package let help: String?

    package init(_ message: String, help: String? = nil) {
        self.message = message
        self.help = help
    }

    package var description: String { message }
}

/// The loss or a weight is no longer a number that can be worked with.
package struct TrainingDiverged: UserMistake, Hashable {
    package enum Place: Hashable, Sendable {
        case loss
        /// The first that was found.
        case tensor(NonFiniteTensor)
        case weights

        fileprivate var text: String {
            switch self {
            case .loss: "the loss"
            case .tensor(let tensor): "\(tensor)"
            case .weights: "a weight"
            }
        }
    }

    package let place: Place
    /// Steps made, this one counted.
    package let step: Int
    /// Counted from 1.
    package let epoch: Int
    package let rate: Double

    package var description: String {
        "the training diverged: \(place.text) is no finite number in step \(step), epoch \(epoch), at the learning "
            + "rate \(rate)"
    }

    package var help: String? {
        "lower the learning rate or warm it up with the schedule; checkpoints from before are kept"
    }
}
