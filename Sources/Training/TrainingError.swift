package import Datasets
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
        /// The loss over a whole split.
        case evaluation(Dataset.Split)
        /// The first that was found.
        case tensor(NonFiniteTensor)

        fileprivate var text: String {
            switch self {
            case .loss: "the loss"
            case .evaluation(let split): "the loss on the \(split.rawValue) pictures"
            case .tensor(let tensor): "\(tensor)"
            }
        }
    }

    package let place: Place
    /// Steps made, this one counted.
    package let step: Int
    /// Counted from 1.
    package let epoch: Int
    package let rate: Double
    /// The batch's place in its epoch, from 1.
    package let batch: Int?
    /// Where such a number was before the loss was none.
    package let tensor: NonFiniteTensor?
    /// The weights of the last checkpoint.
    package let checkpoint: String?

    package init(
        place: Place, step: Int, epoch: Int, rate: Double, batch: Int? = nil, tensor: NonFiniteTensor? = nil,
        checkpoint: String? = nil
    ) {
        (self.place, self.step, self.epoch, self.rate) = (place, step, epoch, rate)
        (self.batch, self.tensor, self.checkpoint) = (batch, tensor, checkpoint)
    }

    package var description: String {
        "the training diverged: \(place.text) is no finite number in step \(step), "
            + (batch.map { "batch \($0) of " } ?? "") + "epoch \(epoch), at the learning rate \(rate)"
            + (tensor.map { "; so is \($0)" } ?? "")
    }

    package var help: String? {
        "lower the learning rate or warm it up with the schedule; "
            + (checkpoint.map { "the last good checkpoint is `\($0)`" } ?? "there is no checkpoint from before")
    }
}
